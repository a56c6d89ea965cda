"""Where templates and style sheets come from: an edition's folder, `layouts/`, the project's first.

A project overrides one file by having a file of the same name; what it does not have, it inherits.
An edition does the same in a folder of its own, and adds to the style sheets in `edition.css`.
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

    def __init__(self, project: Path | None = None, editions: Sequence[str] = ()) -> None:
        """Look in the folders of editions first, then in `layouts` itself.

        Args:
            project: whose `layouts` are looked at before our own; without one only ours.
            editions: names of folders in `layouts/editions`, the nearest first.
        """
        self._project = project
        roots = [own_layouts()] if project is None else [project / "layouts", own_layouts()]
        places = [[root / "editions" / name for root in roots] for name in editions]
        self._editions = [jinja2.FileSystemLoader(folders) for folders in places]
        folders = [folder for place in places for folder in place] + roots
        self._environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def of_edition(self, *folders: str) -> Layouts:
        """Look in the folders of an edition first; the nearest comes first."""
        return Layouts(self._project, folders)

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
        Of `…/edition.css` there may be several: what an edition is based on comes before its own.

        Raises:
            LayoutError: when one of ours is missing or cannot be read.
        """
        return "\n".join(self._read(name) for name in names)

    def _read(self, name: str) -> str:
        if name.endswith("/edition.css"):
            return "\n".join(self._source(each, name) for each in reversed(self._editions))
        return self._source(self._environment.loader, name)

    def _source(self, loader: jinja2.BaseLoader | None, name: str) -> str:
        try:
            return loader.get_source(self._environment, name)[0]  # type: ignore[union-attr]
        except jinja2.TemplateNotFound as error:
            if name.endswith(("/custom.css", "/edition.css")):
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
