"""Folders of templates and style sheets: those of a project first, then our own.

A project's files are read as carefully as its chapters: nothing that leads out of the project, no
pipe and no device. What stands in the way of a file is an error, never a reason to pass it over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
from jinja2.loaders import split_template_path

from booklet.common.errors import LayoutError, Place
from booklet.common.files import Obstacle, Refused, read_inside
from booklet.common.toolchain import own_layouts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOLDER = "layouts"
LARGEST_FILE = 5_000_000
"""Bytes in a template or style sheet."""


class TemplateLoader(jinja2.BaseLoader):
    """Finds a template or style sheet by its name in the folders it knows, nearest first."""

    def __init__(self, project: Path | None, subfolders: Sequence[str] = ("",)) -> None:
        """Look in each subfolder of the layouts: the project's, then ours.

        Args:
            project: whose `layouts` come before our own; None for ours alone.
            subfolders: of `layouts`, nearest first, such as `editions/clear`; "" is itself.
        """
        self._project = project.resolve() if project is not None else None
        self._subfolders = tuple(subfolders)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        """Read a file; its address, as an author sees it, begins with `layouts/`.

        Raises:
            jinja2.TemplateNotFound: when there is no such file.
            LayoutError: when there is one that cannot be read.
        """
        del environment
        name = "/".join(split_template_path(template))
        for subfolder in self._subfolders:
            shown = "/".join(filter(None, (FOLDER, subfolder, name)))
            text = self._of_project(shown)
            ours = own_layouts() / subfolder / name
            if text is None and ours.is_file():
                text = ours.read_text("utf-8")
            if text is not None:
                return text, shown, None
        raise jinja2.TemplateNotFound(template)

    def _of_project(self, shown: str) -> str | None:
        """Read a file of the project; None when it has none of that name."""
        if self._project is None:
            return None
        content = read_inside(self._project, self._project / shown, largest=LARGEST_FILE)
        if isinstance(content, bytes):
            return _text(content, shown)
        if content.obstacle is Obstacle.MISSING:
            return None
        raise _refused(content, shown)


def _text(content: bytes, shown: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LayoutError(
            "there is a character that is not UTF-8",
            hint="Save the file again as 'UTF-8' (in Notepad: Save as, Encoding).",
            place=Place(shown, content.count(b"\n", 0, error.start) + 1),
        ) from error


def _refused(refused: Refused, shown: str) -> LayoutError:
    return LayoutError(
        f"this {refused.reason}",
        hint="Put an ordinary file in its place, or take it away: then ours is used.",
        place=Place(shown),
    )
