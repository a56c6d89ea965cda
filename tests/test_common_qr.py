"""QR codes can be scanned from paper: large enough, with white around them."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from booklet.common.qr import LONGEST_ADDRESS, qr_code
from booklet.theme.template_loader import own_layouts

SMALLEST_CODE = 20
"""Millimetres, without the white."""

FEWEST_MODULES, QUIET_ZONE = 21, 4
"""ISO/IEC 18004: version 1, and the white on each side."""


def modules_of(code: str) -> int:
    """Count the modules of a side, the white included."""
    [(width, height)] = re.findall(r"viewBox=['\"]0 0 (\d+) (\d+)", unquote(code))
    assert width == height
    return int(width)


def test_every_printed_code_is_at_least_two_centimetres_wide() -> None:
    share = FEWEST_MODULES / (FEWEST_MODULES + 2 * QUIET_ZONE)
    sizes = [
        float(width)
        for sheet in own_layouts().rglob("*.css")
        for width in re.findall(r"\.qr \{[^}]*\bwidth: ([\d.]+)mm", sheet.read_text("utf-8"))
    ]
    assert len(sizes) >= 5
    assert min(sizes) * share >= SMALLEST_CODE


def test_a_code_has_white_on_every_side() -> None:
    assert modules_of(qr_code("A")) == FEWEST_MODULES + 2 * QUIET_ZONE


@pytest.mark.parametrize("length", [1, 40, 200, LONGEST_ADDRESS])
def test_codes_are_drawn_as_pictures_without_a_size_of_their_own(length: int) -> None:
    code = qr_code("https://example.org/"[:length].ljust(length, "x"))
    assert code.startswith("data:image/svg+xml")
    assert modules_of(code) > 0


def test_an_address_that_no_camera_could_read_has_no_code() -> None:
    assert qr_code("x" * (LONGEST_ADDRESS + 1)) == ""
