"""Repairs of the structure tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from booklet.typeset.proofs import Proofs
    from booklet.typeset.structure import Node


def repair(document: Node, pages: Any, name: str, proofs: Proofs) -> None:  # noqa: ANN401
    """Leave the tree as it is."""
