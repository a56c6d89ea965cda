"""Chart: a table drawn as bars, dots or lines; on screens the table itself stays below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.box import boxed
from booklet.components.chart_drawing import draw_chart, shows_every_number
from booklet.components.chart_table import read_table
from booklet.components.component import Component, Option

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.components.chart_table import ChartTable
    from booklet.components.component_use import ComponentContext, ComponentUse

KINDS = ("bars", "dots", "lines")


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    return _draw(use, context, keeps_table=False)


def _on_screen(use: ComponentUse, context: ComponentContext) -> list[Element]:
    return _draw(use, context, keeps_table=True)


def _draw(use: ComponentUse, context: ComponentContext, *, keeps_table: bool) -> list[Element]:
    """Draw the first table of the box; one without numbers stays what it is.

    Args:
        use: the box.
        context: the book around it.
        keeps_table: whether the table stays below its drawing in any case; else only where the
            drawing has no room for all its numbers.
    """
    table = next(use.body.iter("table"), None)
    data = None if table is None else read_table(table, context.language.locale)
    if table is None or data is None:
        return boxed(use, context)
    kind = next((name for name in use.options if name in KINDS), KINDS[0])
    title = _take_title(use, table)
    words = [context.label("chart"), *([xhtml.text_of(element("p", {}, *title))] if title else [])]
    keeps_table = keeps_table or not shows_every_number(kind, data)
    drawing = draw_chart(
        kind,
        data,
        context.drawing,
        id_=f"{use.id}-fill",
        words=": ".join(words) if keeps_table else _say(": ".join(words), data),
        mirrored=context.language.direction == "rtl",
    )
    # No `figure`: copyfitting may make those smaller, and the words of a chart must not be.
    title_id = f"{use.id}-title"
    heading = [element("p", {"class": "chart-title", "id": title_id}, *title)] if title else []
    labelled = {"aria-labelledby": title_id} if title else {"aria-label": words[0]}
    attributes = {"class": "chart-drawing", "role": "figure", **labelled}
    figure = element("div", attributes, *heading, drawing)
    if not keeps_table:
        parent = xhtml.parents_of(use.body)[table]
        xhtml.replace(parent, table)
    rest = xhtml.detach_content(use.body)
    return [element("div", {"class": "chart-box", "id": use.id}, figure, *rest)]


def _take_title(use: ComponentUse, table: Element) -> list[Element | str]:
    """Take the box's title, or else the table's caption, for the drawing."""
    caption = table.find("caption")
    if use.title is not None:
        return xhtml.detach_content(use.title)
    if caption is None:
        return []
    table.remove(caption)
    return xhtml.detach_content(caption)


def _say(words: str, data: ChartTable) -> str:
    """Say a chart in words: "Chart: Places. Autumn: Boys 12, Girls 14. …"."""
    rows = (
        f"{name}: "
        + ", ".join(
            f"{series} {value.written}" if len(data.series) > 1 else value.written
            for series, value in zip(data.series, values, strict=True)
        )
        for name, values in data.rows
    )
    return ". ".join([words, *rows])


CHART = Component("chart", tuple(map(Option, KINDS)), print=_on_paper, ebook=_on_screen)
