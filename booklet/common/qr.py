"""QR codes for addresses on paper (ISO/IEC 18004)."""

from __future__ import annotations

import io

from booklet.common.memoize import memoize

LONGEST_ADDRESS = 600
"""Longer addresses make a code too dense for a phone's camera in print."""

_PIXELS_OF_A_MODULE = 20
_QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004, 9.1: at least 4)."""


@memoize
def qr_code(address: str) -> str:
    """Draw a QR code as a `data:` address of an SVG; "" when `address` is too long to scan."""
    if len(address) > LONGEST_ADDRESS:
        return ""
    import segno  # noqa: PLC0415 - slow to import, and only paper needs it

    code = segno.make(address, error="m", boost_error=False, micro=False)
    return code.svg_data_uri(border=_QUIET_ZONE, encode_minimal=False, omitsize=True, nl=False)


def qr_code_png(address: str) -> bytes:
    """Draw a QR code as a PNG file, large enough for a wall; see `qr_code`."""
    if len(address) > LONGEST_ADDRESS:
        return b""
    import segno  # noqa: PLC0415 - as above

    written = io.BytesIO()
    code = segno.make(address, error="m", boost_error=False, micro=False)
    code.save(written, kind="png", scale=_PIXELS_OF_A_MODULE, border=_QUIET_ZONE)
    return written.getvalue()


def qr_code_lines(address: str) -> tuple[str, ...]:
    """Draw a QR code in half blocks, two rows of modules a line, as dark characters on light."""
    import segno  # noqa: PLC0415 - as above

    code = segno.make(address, error="m", boost_error=False, micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET_ZONE)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    return tuple(
        "".join(" ▄▀█"[2 * upper + lower] for upper, lower in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )
