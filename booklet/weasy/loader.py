"""Load WeasyPrint, or say how to install Pango, the system library that it draws with."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError
from booklet.common.pango import found_by_weasyprint, load_pango
from booklet.weasy.patches.deferred_imports import deferred_imports

if TYPE_CHECKING:
    from types import ModuleType

RENDER_LOCK = Lock()
"""WeasyPrint and Pango are not thread-safe; processes render pages side by side."""


@cache
def load_weasyprint() -> ModuleType:
    """Import WeasyPrint, here and nowhere earlier: all but rendering works without Pango.

    Raises:
        SetupError: when Pango is missing or too old, or Python leaves out assertions, with what to
            do.
    """
    if sys.flags.optimize:
        # Some of WeasyPrint's do work: "assert add('position', position)" in css/validation.
        raise SetupError(
            "Python was started without assertions, and pages would come out wrong",
            hint="Leave out the option -O, and do not set PYTHONOPTIMIZE.",
        )
    with found_by_weasyprint(load_pango()), deferred_imports():
        return import_module("weasyprint")
