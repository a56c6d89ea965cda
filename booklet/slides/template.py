"""The template of the slides: theme, master and layouts, made from the grid.

python-pptx begins with a template of its own, of which everything visible is replaced here: colours
and typefaces are the theme's, places and sizes of text the layouts', so that whoever edits slides
gets new ones that look like ours (ECMA-376-1, 19.3 and 20.1).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from booklet.slides.grid import (
    ART,
    HEIGHT,
    LAYOUTS,
    MARK,
    TOP_BAR,
    WIDTH,
    Bar,
    Kind,
    Part,
    layout_of,
    place,
)
from booklet.slides.measure import GAP, INDENT, LEADING
from booklet.slides.theme import NAMESPACES, make_theme

if TYPE_CHECKING:
    from pptx.presentation import Presentation as PresentationType

    from booklet.config import Fonts
    from booklet.slides.grid import Box, SlideLayout

INDEXES = {
    Part.TITLE: 0,
    Part.BODY: 1,
    Part.KICKER: 10,
    Part.TIME: 11,
    Part.NUMBER: 12,
    Part.CODE: 13,
    Part.PICTURE: 14,
    Part.TABLE: 15,
}
"""The index of each part's placeholder, by which a slide's text is bound to its layout."""

_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Application>Booklet</Application>'
    "</Properties>"
)
FRAME = (
    '<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t">'
    "<a:noAutofit/></a:bodyPr>"
)
"""How text stands in its box: without margins, from the top."""

_KINDS = {
    Part.TITLE: "title",
    Part.BODY: "body",
    Part.KICKER: "subTitle",
    Part.TIME: "obj",
    Part.NUMBER: "body",
    Part.CODE: "pic",
    Part.PICTURE: "pic",
    Part.TABLE: "tbl",
}
"""Kinds of placeholders (ECMA-376-1, 19.7.10); on no layout there are two of one kind, since some
programs tell them by it alone."""

_LEVELS = 9
_FLUSH = 'marL="0" indent="0"'
_PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec="'
    'http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""Says of a picture that it needs no words (MS-ODRAWXML, 2.16)."""


def new_presentation(
    fonts: Fonts, accent: str, *, art: bytes, mark: bytes, is_leftward: bool
) -> PresentationType:
    """Make a presentation without slides.

    Args:
        fonts: of the book.
        accent: its colour, `#rrggbb`.
        art: PNG, for the opening: what the cover has, in white.
        mark: PNG, for all other slides: that of the chapter.
        is_leftward: whether the script runs from right to left.
    """
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _drop_foreign_parts(presentation)
    master = presentation.slide_master
    theme: Any = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = make_theme(theme.blob, fonts, accent)  # noqa: SLF001 - python-pptx has no public way
    for layout in list(master.slide_layouts)[len(LAYOUTS) :]:
        master.slide_layouts.remove(layout)
    direction = 'algn="r" rtl="1"' if is_leftward else 'algn="l" rtl="0"'
    _replace(master.element, "cSld", _master_shapes(is_leftward=is_leftward))
    _replace(master.element, "txStyles", _text_styles(direction))
    _decorate(master, mark, place(MARK, is_leftward=is_leftward))
    for layout, kind in zip(master.slide_layouts, LAYOUTS, strict=True):
        _write_layout(layout.element, kind, layout_of(kind, is_leftward=is_leftward), direction)
        if kind is Kind.OPENING:
            _decorate(layout, art, place(ART, is_leftward=is_leftward))
    return presentation


def _drop_foreign_parts(presentation: PresentationType) -> None:
    """Take out what is not ours: a picture of the template, a printer's settings."""
    package = presentation.part.package
    for holder in (package, presentation.part):
        rels: Any = holder._rels  # noqa: SLF001 - python-pptx has no public way
        for key, relation in list(rels.items()):
            kind = relation.reltype.rpartition("/")[2]
            if kind in {"thumbnail", "printerSettings"}:
                rels.pop(key)
            elif kind == "extended-properties":
                relation.target_part._blob = _APP.encode()  # noqa: SLF001 - as above


def _replace(root: Any, name: str, new: str) -> None:  # noqa: ANN401 - lxml has no types here
    found = root.find(f"{{{_PRESENTATION}}}{name}")
    root.replace(found, parse_xml(new))


def _master_shapes(*, is_leftward: bool) -> str:
    """Write the master: white, with a title and a text as layouts inherit them."""
    layout = layout_of(Kind.LIST, is_leftward=is_leftward)
    boxes = [box for box in layout.boxes if box.part in {Part.TITLE, Part.BODY}]
    shapes = "".join(
        _placeholder(box, number, "", is_master=True) for number, box in enumerate(boxes, 2)
    )
    bar = _bar(TOP_BAR, 9)
    return (
        f'<p:cSld {NAMESPACES}><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef>'
        f"</p:bg><p:spTree>{_GROUP}{bar}{shapes}</p:spTree></p:cSld>"
    )


def _write_layout(root: Any, kind: Kind, layout: SlideLayout, direction: str) -> None:  # noqa: ANN401 - lxml
    """Write one layout in the place of one of python-pptx's."""
    root.attrib.pop("type", None)
    root.attrib.pop("showMasterSp", None)
    root.set("preserve", "1")
    root.set("userDrawn", "1")
    background = ""
    if layout.is_dark:
        root.set("showMasterSp", "0")
        background = (
            '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
            "<a:effectLst/></p:bgPr></p:bg>"
        )
    shapes = "".join(_bar(bar, 40 + number) for number, bar in enumerate(layout.bars))
    shapes += "".join(
        _placeholder(box, number, direction) for number, box in enumerate(layout.boxes, 2)
    )
    _replace(
        root,
        "cSld",
        f'<p:cSld {NAMESPACES} name="{kind.value}">{background}<p:spTree>{_GROUP}{shapes}'
        "</p:spTree></p:cSld>",
    )


def _placeholder(box: Box, identifier: int, direction: str, *, is_master: bool = False) -> str:
    index = INDEXES[box.part]
    kind = f'type="{_KINDS[box.part]}"' + (f' sz="quarter" idx="{index}"' if index else "")
    if is_master and index:
        kind = 'type="body" idx="1"'
    style = "" if is_master else f"<a:lstStyle>{_level(box, direction)}</a:lstStyle>"
    hint = "" if _KINDS[box.part] in {"pic", "tbl"} else box.part.value
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identifier}" name="{box.part.value}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{Pt(box.left)}" y="{Pt(box.top)}"/><a:ext cx="{Pt(box.width)}" '
        f'cy="{Pt(box.height)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody>{FRAME}{style or '<a:lstStyle/>'}<a:p>"
        f'<a:r><a:rPr lang="en-GB"/><a:t>{hint}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _level(box: Box, direction: str) -> str:
    if box.at_end:
        direction = 'algn="l" rtl="1"' if 'rtl="1"' in direction else 'algn="r" rtl="0"'
    is_list = box.part is Part.BODY
    indent = f'marL="{Pt(INDENT * box.size)}" indent="-{Pt(INDENT * box.size)}"'
    gap = f'<a:spcPts val="{round(GAP * box.size * 100)}"/>' if is_list else '<a:spcPts val="0"/>'
    bullet = '<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/>'
    marker = f'{bullet}<a:buChar char="•"/>' if is_list else "<a:buNone/>"
    return (
        f"<a:lvl1pPr {indent if is_list else _FLUSH} {direction}><a:lnSpc>"
        f'<a:spcPct val="{round(LEADING * 100_000)}"/></a:lnSpc><a:spcBef>{gap}</a:spcBef>{marker}'
        f'<a:defRPr sz="{round(box.size * 100)}" b="{int(box.is_bold)}"><a:solidFill>'
        f'<a:schemeClr val="{box.colour.value}"/></a:solidFill>{_typeface(box)}</a:defRPr>'
        "</a:lvl1pPr>"
    )


def _typeface(box: Box) -> str:
    font = "+mn" if box.is_serif else "+mj"
    return (
        f'<a:latin typeface="{font}-lt"/><a:ea typeface="{font}-ea"/><a:cs typeface="{font}-cs"/>'
    )


def _text_styles(direction: str) -> str:
    """Write what all text inherits; the layouts say the rest."""
    layout = LAYOUTS[Kind.LIST]
    title, body = (layout.boxes[0], layout.boxes[-1])
    bodies = "".join(
        _level(body, direction).replace("lvl1pPr", f"lvl{level}pPr")
        for level in range(1, _LEVELS + 1)
    )
    others = "".join(
        f'<a:lvl{level}pPr {direction}><a:defRPr sz="2400"><a:solidFill><a:schemeClr val="tx1"/>'
        f"</a:solidFill>{_typeface(body)}</a:defRPr></a:lvl{level}pPr>"
        for level in range(1, _LEVELS + 1)
    )
    return (
        f"<p:txStyles {NAMESPACES}><p:titleStyle>{_level(title, direction)}</p:titleStyle>"
        f"<p:bodyStyle>{bodies}</p:bodyStyle><p:otherStyle>{others}</p:otherStyle></p:txStyles>"
    )


def _decorate(holder: Any, picture: bytes, where: Bar) -> None:  # noqa: ANN401 - a master or a layout
    """Put a picture behind all else."""
    _, relation = holder.part.get_or_add_image_part(io.BytesIO(picture))
    left, top, width, height = map(Pt, (where.left, where.top, where.width, where.height))
    shape = parse_xml(
        f'<p:pic {NAMESPACES}><p:nvPicPr><p:cNvPr id="30" name="Picture" descr="">{DECORATIVE}'
        '</p:cNvPr><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>'
        f'<p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="{left}" '
        f'y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></p:spPr></p:pic>"
    )
    holder.shapes._spTree.insert(2, shape)  # noqa: SLF001 - python-pptx has no public way


def _bar(bar: Bar, identifier: int) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identifier}" name="Line {identifier}">{DECORATIVE}'
        f'</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{Pt(bar.left)}" y="{Pt(bar.top)}"/><a:ext cx="{Pt(bar.width)}" '
        f'cy="{Pt(bar.height)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "</p:sp>"
    )
