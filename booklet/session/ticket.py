"""The job ticket: which files the office prints, how often, on how much paper. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import format_currency

from booklet.imposition.instructions import REAM

if TYPE_CHECKING:
    from decimal import Decimal

    from babel import Locale

BOTH_SIDES, ONE_SIDE = "both sides, flip on long edge", "one side"
"""What to press for pages that are not folded."""


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """A file to be printed.

    Attributes:
        what: it is, in words: "Large print".
        file_name: of the file.
        copies: how many.
        sheets_per_copy: how much paper one of them takes.
        sides: what to press: "both sides, flip on short edge".
        afterwards: what to do with the paper; "" for nothing.
    """

    what: str
    file_name: str
    copies: int
    sheets_per_copy: int
    sides: str
    afterwards: str = ""

    @property
    def sheets(self) -> int:
        """How much paper all copies take."""
        return self.copies * self.sheets_per_copy


@dataclass(frozen=True, slots=True)
class JobTicket:
    """Everything that the office prints for a session.

    Attributes:
        orders: in the order of the page.
        has_numbers: whether somebody has said how many people come; else it is for one copy each.
        sheet_price: what a sheet costs; None when nobody has said.
        currency: of the price (ISO 4217).
    """

    orders: tuple[PrintOrder, ...]
    has_numbers: bool
    sheet_price: Decimal | None = None
    currency: str = "GBP"

    @property
    def sheets(self) -> int:
        """How much paper all of it takes."""
        return sum(order.sheets for order in self.orders)

    @property
    def reams(self) -> int:
        """How many packets of 500 sheets to have at hand."""
        return -(-self.sheets // REAM)

    def cost(self, locale: Locale) -> str:
        """Say what all of it costs: "£4.32"; "" when the price of a sheet is not known."""
        if self.sheet_price is None:
            return ""
        return format_currency(self.sheets * self.sheet_price, self.currency, locale=locale)

    def price(self, locale: Locale) -> str:
        """Say what a sheet costs; "" when that is not known."""
        if self.sheet_price is None:
            return ""
        return format_currency(
            self.sheet_price, self.currency, locale=locale, decimal_quantization=False
        )
