"""Small Word files, made part by part (ECMA-376), for tests of the importer."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)

NO_BODY = "<!DOCTYPE a><a/>"
"""What stands in the place of a document without a body."""

NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
<w:lvlText w:val="☐"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>
"""
"""1 is numbered; 3 restarts it, 4 begins it with seven, 5 goes on; 2 is bullets, 6 is boxes."""

STYLES = """
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="DefinitionTerm"><w:name w:val="Definition Term"/></w:style>
<w:style w:type="paragraph" w:styleId="Definition"><w:name w:val="Definition"/></w:style>
<w:style w:type="paragraph" w:styleId="Rule"><w:name w:val="Rule"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="MyRule"><w:name w:val="My"/><w:basedOn w:val="Rule"/>
</w:style>
"""


def run(text: str, properties: str = "") -> str:
    """Make a run of text with properties such as `<w:b/>`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, number: int = 0, level: int = 0, style: str = "") -> str:
    """Make a paragraph; plain text is a run of its own."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    numbered = f"<w:numPr>{place}</w:numPr>" if number else ""
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr>{inner}</w:p>"


def word_file(
    body: str, *, files: Mapping[str, bytes | str] | None = None, relations: str = "", **parts: str
) -> bytes:
    """Pack a Word file.

    Args:
        body: paragraphs and tables.
        files: other files of the package, by name.
        relations: of the document, besides those of its parts.
        parts: the content of other parts, by what they are: `footnotes="…"`.
    """
    parts = {"styles": STYLES, "numbering": NUMBERING, **parts}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/></Types>',
        )
        package.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        document = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        package.writestr("word/document.xml", document if body else NO_BODY)
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{content}</w:{name}>")
        named = {name.rstrip("1"): f"{name}.xml" for name in parts}
        package.writestr("word/_rels/document.xml.rels", _relations(named, relations))
        for name, content in (files or {}).items():
            package.writestr(name, content)
    return stream.getvalue()


def _relations(targets: Mapping[str, str], more: str = "") -> str:
    items = "".join(
        f'<Relationship Id="r-{kind}" Type="{R}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{items}{more}</Relationships>'


def picture(relation: str, description: str = "") -> str:
    """Make a run with a picture; `relation` is an attribute: `r:embed="r9"` or `r:link="r9"`."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{description}"/><a:graphic>'
        f"<a:graphicData><pic:pic><pic:blipFill><a:blip {relation}/></pic:blipFill></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def text_box(*paragraphs: str) -> str:
    """Make a run with a text box, written twice as Word does: for new programs and old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
