"""Add an interactive form (ISO 32000-1, 12.7) to a finished PDF; its pages stay as they are.

Every field has a name, a label, an appearance, and a structure element where its lines or boxes
are printed, so that the file stays PDF/UA-1 (ISO 14289-1, 7.18) and PDF/A-3a.
"""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from booklet.forms.appearances import (
    BACKGROUND,
    BORDER,
    BORDER_WIDTH,
    FONT_NAME,
    circle_appearance,
    empty_appearance,
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
_TOUCH_MARGIN = 2.0  # points around a box or circle, for fingers (WCAG 2.5.8 target size)


def make_fillable(pdf: bytes, fields: Iterable[FormField], font: FormFont) -> bytes:
    """Add form fields to a tagged PDF.

    Args:
        pdf: finished.
        fields: in reading order; the indices of their structure elements are those of this file.
        font: for what is typed into the fields.

    Returns:
        The file with its form; the same arguments give the same bytes.
    """
    with pikepdf.open(BytesIO(pdf)) as book:
        form = _FormBuilder(book, font)
        for field in fields:
            form.add(field)
        form.finish()
        output = BytesIO()
        book.save(output, deterministic_id=True, fix_metadata_version=False)
    return output.getvalue()


class _FormBuilder:
    """Adds fields one by one; their structure elements are inserted at the end."""

    def __init__(self, book: pikepdf.Pdf, metrics: FormFont) -> None:
        self.book = book
        self.metrics = metrics
        self.font = add_font(book, metrics)
        self.pages = [page.obj for page in book.pages]
        self.groups: dict[str, Object] = {}
        self.name_counts: Counter[str] = Counter()
        self.top_fields = Array()
        self.structure_tree = book.Root.StructTreeRoot
        self.first_key = int(self.structure_tree.get(Name.ParentTreeNextKey, 0))
        self.elements: list[Object] = []
        self.insertions: list[tuple[Object, int, Object]] = []

    def add(self, field: FormField) -> None:
        """Add one field with its widgets."""
        *groups, last = self._name(field).split(".")
        entry = self._field_entries(field)
        entry.T = String(last)
        entry.TU = String(field.label)
        widgets = [self._widget(field, area) for area in field.areas]
        if field.kind is FieldKind.SCORE:
            self._attach(entry, groups)
            entry.Kids = Array(widgets)
            for widget, area in zip(widgets, field.areas, strict=True):
                widget.Parent = entry
                widget.TU = String(f"{field.label} – {area.choice}")
        else:
            (widget,) = widgets
            for key, value in entry.items():
                widget[key] = value
            self._attach(widget, groups)

    def finish(self) -> None:
        """Write the interactive form dictionary (12.7.2), and insert the structure elements."""
        self.book.Root.AcroForm = self.book.make_indirect(
            Dictionary(
                Fields=self.top_fields,
                NeedAppearances=False,
                DR=Dictionary(Font=Dictionary({FONT_NAME: self.font})),
                DA=String(f"{FONT_NAME} 10 Tf 0 g"),
            )
        )
        self._insert_elements()
        if self.elements:
            self._extend_parent_tree()

    def _name(self, field: FormField) -> str:
        """Number fields of equal names: they would be one field with one value (12.7.3.2)."""
        self.name_counts[field.name] += 1
        number = self.name_counts[field.name]
        return field.name if number == 1 else f"{field.name}-{number}"

    def _field_entries(self, field: FormField) -> Object:
        """Make a field dictionary of its type (12.7.4), still without a name."""
        if field.kind is FieldKind.TICK:
            value = Name(_ON if field.is_on else _OFF)
            return self._object(FT=Name.Btn, V=value, DV=value)
        if field.kind is FieldKind.SCORE:
            return self._object(FT=Name.Btn, Ff=_RADIO, V=Name(_OFF), DV=Name(_OFF))
        flags = _MULTILINE if field.kind is FieldKind.LINES else 0
        appearance = String(f"{FONT_NAME} {field.font_size:g} Tf 0 g")
        return self._object(FT=Name.Tx, Ff=flags, DA=appearance, V=String(""))

    def _attach(self, field: Object, groups: list[str]) -> None:
        """Attach a field to its parents: "a.b.c" has the partial names a, b and c (12.7.3.2)."""
        if not groups:
            self.top_fields.append(field)
            return
        path = ".".join(groups)
        if path not in self.groups:
            self.groups[path] = self._object(T=String(groups[-1]), Kids=Array())
            self._attach(self.groups[path], groups[:-1])
        field.Parent = self.groups[path]
        self.groups[path].Kids.append(field)

    def _widget(self, field: FormField, area: FieldArea) -> Object:
        """Make a widget annotation on its page (12.5.6.19), with its structure element."""
        page = self.pages[area.page_index]
        is_text = field.kind in {FieldKind.LINE, FieldKind.LINES}
        left, bottom, right, top = area.rectangle
        outset = 0.0 if is_text else _TOUCH_MARGIN
        widget = self._object(
            Type=Name.Annot,
            Subtype=Name.Widget,
            F=_PRINTS,
            P=page,
            Rect=Array(
                round(edge, 3)
                for edge in (left - outset, bottom - outset, right + outset, top + outset)
            ),
            StructParent=self.first_key + len(self.elements),
        )
        self._draw(widget, field, area)
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(widget)
        page.Tabs = Name.S
        self._add_element(widget, page, field, area)
        return widget

    def _draw(self, widget: Object, field: FormField, area: FieldArea) -> None:
        """Give a widget its appearance dictionary: one stream, or one for each state (12.5.5)."""
        left, bottom, right, top = area.rectangle
        width, height = right - left, top - bottom
        if field.kind is FieldKind.TICK:
            states = {
                _ON: self._with_touch_area(
                    tick_appearance(self.book, width, height), width, height
                ),
                _OFF: empty_appearance(self.book, width, height),
            }
            widget.AP = Dictionary(N=Dictionary(states))
            widget.AS = Name(_ON if field.is_on else _OFF)
        elif field.kind is FieldKind.SCORE:
            size = min(width, height)
            drawn = circle_appearance(self.book, size, area.choice, self.font, self.metrics)
            states = {
                f"/{area.choice}": self._with_touch_area(drawn, width, height),
                _OFF: empty_appearance(self.book, width, height),
            }
            widget.AP = Dictionary(N=Dictionary(states))
            widget.AS = Name(_OFF)
        else:
            widget.AP = Dictionary(N=text_appearance(self.book, width, height, self.font))
            widget.MK = Dictionary(BG=Array(BACKGROUND), BC=Array(BORDER))
            widget.BS = Dictionary(W=BORDER_WIDTH, S=Name.S)

    def _with_touch_area(self, drawn: Object, width: float, height: float) -> Object:
        """Enlarge a BBox as the widget around it is, so that readers do not scale the drawing."""
        margin = _TOUCH_MARGIN
        edges = (-margin, -margin, width + margin, height + margin)
        drawn.BBox = Array(round(edge, 3) for edge in edges)
        return drawn

    def _add_element(self, widget: Object, page: Object, field: FormField, area: FieldArea) -> None:
        """Make the structure element of a widget (14.8.4.5), to be inserted at the end."""
        parent = self.structure_tree.K[0]
        for index in area.element_path[:-1]:
            parent = parent.K[index]
        element = self._object(
            Type=Name.StructElem,
            S=Name.Form,
            P=parent,
            Pg=page,
            Alt=String(f"{field.label} – {area.choice}" if area.choice else field.label),
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
        self.elements.append(element)
        self.insertions.append((parent, area.element_path[-1], element))

    def _insert_elements(self) -> None:
        """Insert elements from the last to the first, so that the indices before them stay true."""
        order = sorted(
            range(len(self.insertions)), key=lambda each: (self.insertions[each][1], each)
        )
        for index in reversed(order):
            parent, index_in_parent, element = self.insertions[index]
            parent.K.insert(index_in_parent, element)

    def _extend_parent_tree(self) -> None:
        """Enter the element of each widget into the parent tree (14.7.4.4)."""
        keys = range(self.first_key, self.first_key + len(self.elements))
        pairs = Array()
        for key, element in zip(keys, self.elements, strict=True):
            pairs.append(key)
            pairs.append(element)
        leaf = self._object(Limits=Array([keys[0], keys[-1]]), Nums=pairs)
        self.structure_tree.ParentTree.Kids.append(leaf)
        self.structure_tree.ParentTreeNextKey = keys[-1] + 1

    def _object(self, **entries: object) -> Object:
        return self.book.make_indirect(
            Dictionary({f"/{name}": value for name, value in entries.items()})
        )
