"""What a worker is handed: a take, and once the supplies that it shares with others.

Takes are small and supplies are not, so a worker is sent only their key. One that does not have
them says so, and is asked again with the supplies, which it then keeps: they travel when a worker
begins, not with every job. This needs neither a shared disk nor a way to address a single worker,
only an executor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.errors import SetupError
from booklet.toolchain import compositor_version
from booklet.typeset.compile import compile_division

if TYPE_CHECKING:
    from booklet.pdf.fragment import Fragment
    from booklet.typeset.take import Supplies, Take

_MOST_KEPT = 3

_stock: dict[str, Supplies] = {}


def do_job(take: Take, version: str, key: str, supplies: Supplies | None = None) -> Fragment | None:
    """Set a take, in whichever process this is called.

    Args:
        take: what to set.
        version: of the compositor that is wanted.
        key: of the supplies it is set with.
        supplies: themselves, for a worker that does not have them.

    Returns:
        The fragment, or None when the supplies are wanted.

    Raises:
        SetupError: when this machine cannot set pages, or would set them otherwise.
        TypesetError: when these pages cannot be set.
    """
    if version != compositor_version():
        raise SetupError(
            "a worker has other versions of this program, its packages, Python or Pango",
            hint="Install the same versions on every machine; else the pages would not match.",
        )
    if supplies is None:
        supplies = _stock.get(key)
    else:
        _stock[key] = supplies
        for surplus in list(_stock)[:-_MOST_KEPT]:
            _stock.pop(surplus, None)
    return compile_division(take, supplies) if supplies is not None else None
