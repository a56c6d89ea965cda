"""Where templates and style sheets come from: the project's `layouts/` first, then our own.

A project overrides one file by having a file of the same name; what it does not have, it inherits.
Templates get small finished values and cannot reach anything else.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from booklet.errors import LayoutError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def own_layouts() -> Path:
    """Find our layouts: beside the package in a checkout, inside it when installed."""
    beside = _PACKAGE.parent / "layouts"
    return beside if (beside / "print").is_dir() else _PACKAGE / "layouts"


class Layouts:
    """Templates and style sheets by name, such as `print/chapter.html` or `print/booklet.css`."""

    def __init__(self, project: Path | None = None) -> None:
        """Look in `project/layouts` first; without a project only in our own."""
        self._project = project
        folders = [own_layouts()]
        if project is not None:
            folders.insert(0, project / "layouts")
        self._environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes any value
        """Fill in a template.

        Raises:
            LayoutError: when there is no such template, or it cannot be filled in.
        """
        try:
            return self._environment.get_template(name).render(**values)
        except jinja2.TemplateNotFound as error:
            raise LayoutError(
                f"there is no template '{error.name}'",
                hint="A layout may replace our templates one by one; check the file's name "
                "against the folder 'layouts' of the program.",
                place=Place(f"layouts/{name}"),
            ) from error
        except jinja2.TemplateSyntaxError as error:
            raise LayoutError(
                f"the template cannot be read: {error.message}",
                hint="Jinja marks are {{ value }}, {% statement %} and {# comment #}; each needs "
                "its end.",
                place=Place(f"layouts/{error.name or name}", error.lineno),
            ) from error
        except (jinja2.UndefinedError, jinja2.exceptions.SecurityError) as error:
            raise LayoutError(
                f"the template asks for something that is not there: {error}",
                hint="Compare it with the template of the same name in our 'layouts' folder.",
                place=Place(f"layouts/{name}"),
            ) from error

    def css(self, *names: str) -> str:
        """Read style sheets and join them in the order given.

        Names that exist nowhere are passed over when they are a project's to add (`…/custom.css`).

        Raises:
            LayoutError: when one of ours is missing or cannot be read.
        """
        return "\n".join(self._read(name) for name in names)

    def _read(self, name: str) -> str:
        try:
            return self._environment.loader.get_source(  # type: ignore[union-attr]
                self._environment, name
            )[0]
        except jinja2.TemplateNotFound as error:
            if name.endswith("/custom.css"):
                return ""
            raise LayoutError(
                f"there is no style sheet '{name}'",
                hint="Install the program again, or put the file into the folder 'layouts'.",
                place=Place(f"layouts/{name}"),
            ) from error
        except UnicodeDecodeError as error:
            raise LayoutError(
                f"the style sheet '{name}' is not UTF-8 text",
                hint="Save it again as UTF-8.",
                place=Place(f"layouts/{name}"),
            ) from error

    def names(self, folder: str) -> Sequence[str]:
        """List what a folder of the layouts holds, ours and the project's together."""
        return [name for name in self._environment.list_templates() if name.startswith(folder)]
