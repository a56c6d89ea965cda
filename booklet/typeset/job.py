"""What a worker is handed: a take, and once the supplies that it shares with others.

Takes are small and supplies are not, so a worker is sent only their key. One that does not have
them says so, and is asked again with the supplies, which it then keeps. This needs neither a shared
disk nor a way to address a single worker, only an executor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.typeset.compile import compile_division

if TYPE_CHECKING:
    from booklet.pdf.fragment import Fragment
    from booklet.typeset.take import Supplies, Take

_MOST_KEPT = 3

_stock: dict[str, Supplies] = {}


def do_job(take: Take, key: str, supplies: Supplies | None = None) -> Fragment | None:
    """Set a take, in whichever process this is called.

    Args:
        take: what to set.
        key: of the supplies it is set with.
        supplies: themselves, for a worker that does not have them.

    Returns:
        The fragment, or None when the supplies are wanted.

    Raises:
        SetupError: when this machine cannot set pages.
        TypesetError: when these pages cannot be set.
    """
    if supplies is not None:
        _stock[key] = supplies
        while len(_stock) > _MOST_KEPT:
            del _stock[next(iter(_stock))]
    held = _stock.get(key)
    return compile_division(take, held) if held is not None else None
