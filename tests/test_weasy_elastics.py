"""How much smaller or larger something may be: in steps of the grid, and never by a hair."""

from __future__ import annotations

import pytest

from booklet.weasy.elastics import Resizable


@pytest.mark.parametrize(
    ("is_picture", "sizes"),
    [(True, (70.0, 80.0, 100.0)), (False, (70.0, 80.0, 90.0, 100.0))],
    ids=["picture", "row"],
)
def test_a_picture_is_as_wide_as_asked_for_or_clearly_narrower(
    sizes: tuple[float, ...], *, is_picture: bool
) -> None:
    elastic = Resizable(1, 1, 100.0, 70.0, 100.0, is_picture).elastic(10.0)
    assert elastic.sizes == sizes
    assert elastic.sizes[elastic.asked] == 100.0
