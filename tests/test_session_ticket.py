"""The job ticket adds up."""

from __future__ import annotations

from decimal import Decimal

from babel import Locale

from booklet.session.ticket import JobTicket, PrintOrder


def order(copies: int, sheets: int) -> PrintOrder:
    return PrintOrder("The booklet", "a.pdf", copies, sheets, "both sides")


def test_sheets_packets_and_cost_are_those_of_all_orders() -> None:
    ticket = JobTicket(
        (order(24, 6), order(2, 13), order(1, 1)), has_numbers=True, sheet_price=Decimal("0.035")
    )
    assert [one.sheets for one in ticket.orders] == [144, 26, 1]
    assert (ticket.sheets, ticket.reams) == (171, 1)
    assert JobTicket((order(100, 6),), has_numbers=True).reams == 2
    british = Locale("en", "GB")
    assert (ticket.cost(british), ticket.price(british)) == ("£5.98", "£0.035")
    assert ticket.cost(Locale("fr", "FR")) == "5,98\xa0£GB"


def test_without_a_price_nothing_is_said_of_it() -> None:
    ticket = JobTicket((order(1, 1),), has_numbers=False)
    assert ticket.cost(Locale("en")) == ticket.price(Locale("en")) == ""
