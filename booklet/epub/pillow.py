"""Pillow's parts that draw letters, imported when FriBiDi is there.

Pillow looks for FriBiDi once, while it is imported. Without one it sets letters neither in pairs
("To", "AV") nor from right to left, and the cover would not look the same on every system.
"""

from __future__ import annotations

from booklet.common.pango import load_fribidi

load_fribidi()

from PIL import Image, ImageColor, ImageDraw, ImageFont  # noqa: E402 - see above

__all__ = ["Image", "ImageColor", "ImageDraw", "ImageFont"]
