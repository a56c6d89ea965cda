"""A form: finished pages get fields to write into, in a file of their own; the pages stay the same.

Every field has a name, a label, an appearance, and an element in the structure tree where its lines
or boxes are printed, so that it stays PDF/UA-1 (ISO 14289-1, 7.18) and PDF/A-3a.
"""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from booklet.forms.appearances import (
    EDGE,
    EDGE_WIDTH,
    FONT_NAME,
    PAPER,
    circle_appearance,
    nothing,
    text_appearance,
    tick_appearance,
)
from booklet.forms.field import FieldKind
from booklet.forms.font import add_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.forms.field import FieldArea, FormField
    from booklet.forms.font import FormFont

_PRINTS = 1 << 2  # 12.5.3, table 165
_MULTILINE = 1 << 12  # 12.7.4.3, table 228
_RADIO = 1 << 15  # 12.7.4.2, table 226
_ON, _OFF = "/Yes", "/Off"
_OUTSET = 2.0  # points around a box or circle, for fingers


def make_fillable(pdf: bytes, fields: Iterable[FormField], font: FormFont) -> bytes:
    """Add form fields to a tagged PDF.

    Args:
        pdf: finished.
        fields: in reading order; their places are those in its structure tree.
        font: for what readers type.

    Returns:
        The file with its form; the same arguments give the same bytes.
    """
    with pikepdf.open(BytesIO(pdf)) as book:
        form = _Form(book, font)
        for field in fields:
            form.add(field)
        form.finish()
        output = BytesIO()
        book.save(output, deterministic_id=True, fix_metadata_version=False)
    return output.getvalue()


class _Form:
    """Adds fields one by one; their elements enter the structure tree at the end."""

    def __init__(self, book: pikepdf.Pdf, metrics: FormFont) -> None:
        self.book = book
        self.metrics = metrics
        self.font = add_font(book, metrics)
        self.pages = [page.obj for page in book.pages]
        self.names: dict[str, Object] = {}
        self.uses: Counter[str] = Counter()
        self.roots = Array()
        self.tree = book.Root.StructTreeRoot
        self.first_key = int(self.tree.get(Name.ParentTreeNextKey, 0))
        self.owners: list[Object] = []
        self.arrivals: list[tuple[Object, int, Object]] = []

    def add(self, field: FormField) -> None:
        """Add one field with its widgets."""
        *groups, last = self._name(field).split(".")
        entry = self._describe(field)
        entry.T = String(last)
        entry.TU = String(field.label)
        widgets = [self._widget(field, area) for area in field.areas]
        if field.kind is FieldKind.SCORE:
            self._enter(entry, groups)
            entry.Kids = Array(widgets)
            for widget, area in zip(widgets, field.areas, strict=True):
                widget.Parent = entry
                widget.TU = String(f"{field.label} – {area.choice}")
        else:
            (widget,) = widgets
            for key, value in entry.items():
                widget[key] = value
            self._enter(widget, groups)

    def finish(self) -> None:
        """Put the form into the catalogue, and its elements into the structure tree."""
        self.book.Root.AcroForm = self.book.make_indirect(
            Dictionary(
                Fields=self.roots,
                NeedAppearances=False,
                DR=Dictionary(Font=Dictionary({FONT_NAME: self.font})),
                DA=String(f"{FONT_NAME} 10 Tf 0 g"),
            )
        )
        self._place_elements()
        if self.owners:
            self._enter_owners()

    def _name(self, field: FormField) -> str:
        """Number what is called like a field before it: namesakes would share one value."""
        self.uses[field.name] += 1
        number = self.uses[field.name]
        return field.name if number == 1 else f"{field.name}-{number}"

    def _describe(self, field: FormField) -> Object:
        """Say what a field is (12.7.4), without its name."""
        if field.kind is FieldKind.TICK:
            value = Name(_ON if field.is_on else _OFF)
            return self._object(FT=Name.Btn, V=value, DV=value)
        if field.kind is FieldKind.SCORE:
            return self._object(FT=Name.Btn, Ff=_RADIO, V=Name(_OFF), DV=Name(_OFF))
        flags = _MULTILINE if field.kind is FieldKind.LINES else 0
        appearance = String(f"{FONT_NAME} {field.font_size:g} Tf 0 g")
        return self._object(FT=Name.Tx, Ff=flags, DA=appearance, V=String(""))

    def _enter(self, field: Object, groups: list[str]) -> None:
        """Hang a field below the names it begins with (12.7.3.2)."""
        if not groups:
            self.roots.append(field)
            return
        path = ".".join(groups)
        if path not in self.names:
            self.names[path] = self._object(T=String(groups[-1]), Kids=Array())
            self._enter(self.names[path], groups[:-1])
        field.Parent = self.names[path]
        self.names[path].Kids.append(field)

    def _widget(self, field: FormField, area: FieldArea) -> Object:
        """Make a widget on its page (12.5.6.19), with its element."""
        page = self.pages[area.page_index]
        is_text = field.kind in {FieldKind.LINE, FieldKind.LINES}
        left, bottom, right, top = area.rectangle
        outset = 0.0 if is_text else _OUTSET
        widget = self._object(
            Type=Name.Annot,
            Subtype=Name.Widget,
            F=_PRINTS,
            P=page,
            Rect=Array(
                round(edge, 3)
                for edge in (left - outset, bottom - outset, right + outset, top + outset)
            ),
            StructParent=self.first_key + len(self.owners),
        )
        self._draw(widget, field, area)
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(widget)
        page.Tabs = Name.S
        self._own(widget, page, field, area)
        return widget

    def _draw(self, widget: Object, field: FormField, area: FieldArea) -> None:
        """Give a widget its appearances, by state where it has states."""
        left, bottom, right, top = area.rectangle
        width, height = right - left, top - bottom
        if field.kind is FieldKind.TICK:
            states = {
                _ON: self._padded(tick_appearance(self.book, width, height), width, height),
                _OFF: nothing(self.book, width, height),
            }
            widget.AP = Dictionary(N=Dictionary(states))
            widget.AS = Name(_ON if field.is_on else _OFF)
        elif field.kind is FieldKind.SCORE:
            size = min(width, height)
            drawn = circle_appearance(self.book, size, area.choice, self.font, self.metrics)
            states = {
                f"/{area.choice}": self._padded(drawn, width, height),
                _OFF: nothing(self.book, width, height),
            }
            widget.AP = Dictionary(N=Dictionary(states))
            widget.AS = Name(_OFF)
        else:
            widget.AP = Dictionary(N=text_appearance(self.book, width, height, self.font))
            widget.MK = Dictionary(BG=Array(PAPER), BC=Array(EDGE))
            widget.BS = Dictionary(W=EDGE_WIDTH, S=Name.S)

    def _padded(self, drawn: Object, width: float, height: float) -> Object:
        """Leave room around a drawing for fingers."""
        drawn.BBox = Array(
            round(edge, 3) for edge in (-_OUTSET, -_OUTSET, width + _OUTSET, height + _OUTSET)
        )
        return drawn

    def _own(self, widget: Object, page: Object, field: FormField, area: FieldArea) -> None:
        """Make a widget's structure element (14.8.4.5), and find out where it goes."""
        parent = self.tree.K[0]
        for index in area.place[:-1]:
            parent = parent.K[index]
        element = self._object(
            Type=Name.StructElem,
            S=Name.Form,
            P=parent,
            Pg=page,
            Alt=String(f"{field.label} – {area.choice}" if area.choice else field.label),
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
        self.owners.append(element)
        self.arrivals.append((parent, area.place[-1], element))

    def _place_elements(self) -> None:
        """Insert elements from the last to the first, so that places stay true."""
        order = sorted(range(len(self.arrivals)), key=lambda each: (self.arrivals[each][1], each))
        for index in reversed(order):
            parent, place, element = self.arrivals[index]
            parent.K.insert(place, element)

    def _enter_owners(self) -> None:
        """Say in the parent tree which element owns each widget (14.7.4.4)."""
        keys = range(self.first_key, self.first_key + len(self.owners))
        pairs = Array()
        for key, owner in zip(keys, self.owners, strict=True):
            pairs.append(key)
            pairs.append(owner)
        leaf = self._object(Limits=Array([keys[0], keys[-1]]), Nums=pairs)
        self.tree.ParentTree.Kids.append(leaf)
        self.tree.ParentTreeNextKey = keys[-1] + 1

    def _object(self, **entries: Any) -> Object:  # noqa: ANN401 - any PDF object
        return self.book.make_indirect(Dictionary(**entries))
