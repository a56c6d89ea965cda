"""Compose a cover: where its words, its picture and the logo stand, and how large they are.

Every part reserves its room, from the foot up and from the head down, and the art takes what is
left; so no two parts can overlap, whatever the length of a title and the number of authors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.theme import artwork
from booklet.theme.cover import INK, WHITE, Block, Cover
from booklet.theme.lettering import Lettering, fit_text

if TYPE_CHECKING:
    from booklet.theme.cover import Box, CoverPage, CoverStyle, CoverText

_SAFE = 0.97
"""Of the measure: a typesetter's kerning and rounding may differ from ours by so much."""

_LONGEST_ART = 1.05
"""Height of the thumbprint at most, in widths of the measure: a small cover keeps its white."""


def compose_cover(text: CoverText, page: CoverPage, style: CoverStyle) -> Cover:
    """Compose a cover.

    Raises:
        LayoutError: when a font family is not installed.
    """
    composer = _Composer(text, page, style)
    foot = composer.compose_foot()
    return composer.compose_head(foot)


class _Composer:
    """Places the parts of one cover: the foot from below, the head from above, then the art."""

    def __init__(self, text: CoverText, page: CoverPage, style: CoverStyle) -> None:
        self.text, self.page, self.style = text, page, style
        self.blocks: list[Block] = []
        self.logo: Box | None = None
        self.gap = page.small * 1.8
        has_panel = style.design == "colour"
        self.inset = page.inset if has_panel else 0.0
        self.side = max(page.side, page.inset + page.small) if has_panel else page.side
        self.measure = page.width - 2 * self.side

    def compose_foot(self) -> float:
        """Place authors, imprint and logo; give the height where the room above them ends."""
        page = self.page
        measure = self.measure
        logo_height = 0.0
        if self.style.logo:
            width, height = self.style.logo
            scale = min(self.measure * 0.36 / width, page.height * 0.075 / height)
            logo_height = height * scale
            left = self.side if self.style.is_right_to_left else page.width - self.side
            left -= 0 if self.style.is_right_to_left else width * scale
            top = page.height - page.foot - logo_height
            self.logo = (left, top, width * scale, logo_height)
            measure -= width * scale + self.gap
        said = (
            ("author", self.text.author, 0.3),
            ("publisher", self.text.publisher, 0.1),
            ("date", self.text.date, 0.0),
        )
        letterings = [
            (
                name,
                self._fit(
                    words,
                    bold=name == "author",
                    measure=measure,
                    height=page.height * share,
                    sizes=[page.small],
                ),
            )
            for name, words, share in said
            if words
        ]
        height = sum(lettering.height for _, lettering in letterings)
        top = page.height - page.foot - height
        left = self.side
        if self.style.is_right_to_left:
            left = page.width - self.side - measure
        for name, lettering in letterings:
            box = (left, top, measure, lettering.height)
            bold = name == "author"
            self.blocks.append(Block(name, lettering, self.style.headings, bold, box, INK))
            top += lettering.height
        taken = max(height, logo_height)
        return page.height - page.foot - taken - (self.gap if taken else 0)

    def compose_head(self, foot: float) -> Cover:
        """Place the words above and the art; `foot` is where the room for them ends."""
        page, style, text = self.page, self.style, self.text
        panel = None
        colour, accent = INK, style.accent
        top = page.head
        if style.design == "colour":
            panel = (page.inset, page.inset, page.width - 2 * page.inset, foot - page.inset)
            top = max(top, page.inset + page.small)
            if not style.is_sparing:
                colour = accent = WHITE
        display = [page.title * 0.94**step for step in range(40)]
        display = [size for size in display if size > page.small] + [page.small]
        subtitle = [page.subtitle * 0.92**step for step in range(20)]
        subtitle = [size for size in subtitle if size > page.small] + [page.small]
        small = [page.small]
        parts = (  # name, words, bold, family, sizes, leading, share, colour, space above
            ("line", text.line, True, style.headings, small, 1.3, 0.12, accent, 0.0),
            ("title", text.title, True, style.headings, display, 1.07, 0.56, colour, 0.6),
            ("subtitle", text.subtitle, False, style.text, subtitle, 1.32, 0.2, colour, 0.7),
            ("edition", text.edition, True, style.headings, subtitle, 1.3, 0.12, accent, 0.9),
        )
        room = foot - top - page.small * 2.2
        head: list[Block] = []
        for name, words, bold, family, sizes, leading, share, ink, space in parts:
            if not words:
                continue
            lettering = self._fit(
                words, bold=bold, family=family, sizes=sizes, leading=leading, height=room * share
            )
            top += page.small * space if head else 0.0
            box = (self.side, top, self.measure, lettering.height)
            head.append(Block(name, lettering, family, bold, box, ink))
            top += lettering.height
        self.blocks = [*head, *self.blocks]
        kind, art = self._place_art(top + self.gap, foot)
        return Cover(
            page=page,
            blocks=tuple(self.blocks),
            panel=panel,
            is_outlined=style.is_sparing,
            art=art,
            art_kind=kind,
            art_colour=accent,
            logo=self.logo,
            accent=style.accent,
            is_right_to_left=style.is_right_to_left,
        )

    def _place_art(self, top: float, foot: float) -> tuple[str, Box | None]:
        """Give the art what room is left; a field of colour is the ground that it stands on."""
        room = foot - top
        if self.style.design == "picture" and not self.style.is_sparing:
            is_worth_it = room >= self.page.height * 0.12
            return "picture", (self.side, top, self.measure, room) if is_worth_it else None
        kind, ratio, tallest = "thumbprint", artwork.HEIGHT, self.measure * _LONGEST_ART
        if self.style.is_sparing:
            kind, ratio, tallest = "mark", artwork.MARK_HEIGHT, self.page.height * 0.12
        height = min(room, self.measure * ratio, tallest)
        if height < self.page.height * (0.05 if self.style.is_sparing else 0.1):
            return kind, None
        width = height / ratio
        left = self.side
        if self.style.is_right_to_left:
            left = self.page.width - self.side - width
        return kind, (left, foot - height, width, height)

    def _fit(
        self,
        words: str,
        *,
        bold: bool,
        height: float,
        sizes: list[float],
        family: str = "",
        measure: float = 0.0,
        leading: float = 1.35,
    ) -> Lettering:
        """Fit words into a height; one line has room in any case."""
        return fit_text(
            words,
            family=family or self.style.headings,
            bold=bold,
            measure=(measure or self.measure) * _SAFE,
            height=max(height, sizes[-1] * leading),
            sizes=sizes,
            leading=leading,
        )
