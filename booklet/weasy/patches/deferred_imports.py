"""The parts of fontTools that WeasyPrint may need are imported when it needs them.

Fault: WeasyPrint imports fontTools' subsetter and its instancer at its start, which takes a quarter
    of the time that its whole start takes. It uses the one where HarfBuzz cannot subset, and the
    other for variable fonts, which `font_instances.py` is there for.
Upstream: no issue is known.
Smallest input: `import weasyprint`.
Goes when: WeasyPrint imports them where they are used.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUBSET, _INSTANCER = "fontTools.subset", "fontTools.varLib.instancer"


@contextmanager
def deferred_imports() -> Iterator[None]:
    """Let what is imported meanwhile get stand-ins, which import the real thing when it is used."""
    import_module("fontTools")
    stand_ins = {name: _StandIn(name) for name in (_SUBSET, _INSTANCER) if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


class _StandIn(ModuleType):
    """A module that is imported when something in it is used."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # what the import system asks for
            raise AttributeError(name)

        def use(*arguments: object, **options: object) -> object:
            return getattr(import_module(self.__name__), name)(*arguments, **options)

        return use
