"""Send back a booklet in which nothing has been written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path) -> None:
    """Write a form with a field for a plan."""
    pdf = pikepdf.new()
    name = pikepdf.String("a-chapter.ifthen-1.plan-1")
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=name, V=pikepdf.String(""))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    (project / "returned").mkdir()
    pdf.save(project / "returned" / "from-ada.pdf")
