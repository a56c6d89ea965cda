"""Facilitator: what the person who leads the session needs to know, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.components.component import MINUTES, Component, ComponentContext, Use

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _leave_out(_: Use, __: ComponentContext) -> list[Element]:
    return []


FACILITATOR = Component(
    "facilitator",
    "For the facilitator",
    (MINUTES,),
    print=_leave_out,
    ebook=_leave_out,
    is_private=True,
)
