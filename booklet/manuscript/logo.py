"""The logo of a school or trust: a picture of the project that booklet.toml names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.config import place_of_setting
from booklet.manuscript.pictures import read_pictures

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.common.errors import Finding, Place
    from booklet.config import Config
    from booklet.manuscript.pictures import Picture


@dataclass(frozen=True, slots=True)
class _Use:
    path: str
    place: Place


def read_logo(project: Path, config: Config) -> tuple[Picture | None, tuple[Finding, ...]]:
    """Read the logo, by the same rules as the chapters' pictures.

    Args:
        project: the folder that the logo may not lie outside of.
        config: names its file, relative to that folder; "" for none.

    Returns:
        The picture, and what is wrong with it.
    """
    if not config.logo:
        return None, ()
    use = _Use(config.logo, place_of_setting(project, ("logo",)))
    pictures, findings = read_pictures(project, [use])
    path = "Write the path from the folder of booklet.toml, like this: 'images/logo.png'."
    return pictures.get(config.logo), tuple(
        replace(finding, hint=path) if finding.code == "P301" else finding for finding in findings
    )
