"""Folders of templates and style sheets: those of a project first, then our own.

A project's files are read as carefully as its chapters: nothing that leads out of the project, no
pipe and no device. What stands in the way of a file is an error, never a reason to pass it over.
"""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

import jinja2
from jinja2.loaders import split_template_path

from booklet.common.errors import LayoutError, Place
from booklet.common.files import SAVE_AS_UTF8, FailureKind, ReadFailure, read_text_inside
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
        self._project = project
        self._subfolders = tuple(subfolders)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        """Read a file; its address, as an author sees it, begins with `layouts/`.

        Raises:
            jinja2.TemplateNotFound: when there is no such file.
            LayoutError: when there is one that cannot be read.
        """
        del environment
        name = "/".join(split_template_path(template))
        if not _is_plain(name):
            raise jinja2.TemplateNotFound(template)
        for subfolder in self._subfolders:
            path = "/".join(filter(None, (subfolder, name)))
            text = read_layout(self._project, path, largest=LARGEST_FILE)
            if isinstance(text, str):
                return text, f"{FOLDER}/{path}", None
            if text.kind is not FailureKind.MISSING:
                raise _layout_error(text, f"{FOLDER}/{path}")
        raise jinja2.TemplateNotFound(template)


def read_layout(project: Path | None, path: str, *, largest: int) -> str | ReadFailure:
    """Read a text file from the layouts: the project's, or else our own.

    Args:
        project: whose `layouts` come first; None for ours alone.
        path: of the file, inside `layouts`.
        largest: bytes that the project's may have.

    Returns:
        Its text. A file of the project that cannot be read is never passed over for ours.
    """
    if not _is_plain(path):
        return ReadFailure(FailureKind.MISSING, "does not exist")
    if project is not None:
        root = project.resolve()
        text = read_text_inside(root, root / FOLDER / path, largest=largest)
        if isinstance(text, str) or text.kind is not FailureKind.MISSING:
            return text
    ours = own_layouts().resolve()
    return read_text_inside(ours, ours / path, largest=LARGEST_FILE)


def _is_plain(path: str) -> bool:
    """Tell whether a path names a file below some folder, on every system.

    On Windows a drive ("C:/secret.html"), a server (`//server/share`) or a stream
    ("page.css:hidden") would lead out of any folder.
    """
    windows = PureWindowsPath(path)
    is_relative = not (windows.anchor or ":" in path)
    return is_relative and ".." not in windows.parts


def _layout_error(failure: ReadFailure, path: str) -> LayoutError:
    if failure.kind is FailureKind.NOT_UTF8:
        hint = SAVE_AS_UTF8
    else:
        hint = "Put an ordinary file in its place, or take it away: then ours is used."
    return LayoutError(f"this {failure.reason}", hint=hint, place=Place(path, failure.line))
