"""Paper sizes, and where pages stand on a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.errors import ImpositionError
from booklet.imposition.paper import (
    A3,
    A4,
    A5,
    A6,
    A7,
    PaperSize,
    describe_size,
    paper_named,
    place_pages,
)
from booklet.imposition.plan import Scheme


def test_a4_has_the_edges_that_copiers_know() -> None:
    assert (A4.short_edge, A4.long_edge) == (595.28, 841.89)
    assert (A3.short_edge, A5.long_edge) == (841.89, 595.28)


@pytest.mark.parametrize("name", ["A4", "a4", " A4 "])
def test_paper_is_found_by_its_name(name: str) -> None:
    assert paper_named(name) is A4


def test_paper_that_no_copier_here_has_is_an_error() -> None:
    with pytest.raises(ImpositionError, match="'A7'"):
        paper_named("A7")


def test_sizes_are_described_in_millimetres() -> None:
    assert describe_size(A5.short_edge, A5.long_edge) == "148 × 210 mm (A5)"
    assert describe_size(A7.short_edge, A7.long_edge) == "74 × 105 mm (A7)"
    assert describe_size(481.89, 680.31) == "170 × 240 mm"


def test_pages_two_millimetres_off_are_still_that_size() -> None:
    nearly = place_pages(Scheme.BOOKLET, A5.short_edge + 5, A5.long_edge - 5)
    assert (nearly.paper, nearly.scale) == (A4, 1.0)
    with pytest.raises(ImpositionError):
        place_pages(Scheme.BOOKLET, A5.short_edge + 9, A5.long_edge)


def test_fitting_never_rescales_what_fits_already() -> None:
    assert place_pages(Scheme.BOOKLET, A5.short_edge, A5.long_edge, fit=True).scale == 1.0
    assert place_pages(Scheme.TWO_UP, A6.short_edge, A6.long_edge, paper=A5, fit=True).scale == 1.0


def test_the_pages_of_a_booklet_meet_at_the_middle_of_the_sheet() -> None:
    geometry = place_pages(Scheme.BOOKLET, A5.short_edge, A5.long_edge)
    left, right = (geometry.page_centre(column, 0)[0] for column in (0, 1))
    assert left + geometry.page_width / 2 == pytest.approx(841.89 / 2)
    assert right - geometry.page_width / 2 == pytest.approx(841.89 / 2)


@given(
    scheme=st.sampled_from(Scheme),
    page_width=st.floats(20, 2000),
    page_height=st.floats(20, 2000),
    paper=st.sampled_from([A5, A4, A3]),
)
def test_fitted_pages_lie_inside_their_cells_and_fill_them_one_way(
    scheme: Scheme, page_width: float, page_height: float, paper: PaperSize
) -> None:
    geometry = place_pages(scheme, page_width, page_height, paper=paper, fit=True)
    tolerance = 2 * 72 / 25.4 + 0.001
    spare_width = geometry.cell_width - geometry.page_width
    spare_height = geometry.cell_height - geometry.page_height
    assert spare_width >= -tolerance
    assert spare_height >= -tolerance
    assert min(abs(spare_width), abs(spare_height)) <= tolerance
    assert geometry.page_width / page_width == pytest.approx(geometry.scale)
    for row in range(scheme.rows):
        for column in range(scheme.columns):
            x, y = geometry.page_centre(column, row)
            left, bottom = geometry.cell_corner(column, row)
            assert left <= x <= left + geometry.cell_width
            assert y == pytest.approx(bottom + geometry.cell_height / 2)
