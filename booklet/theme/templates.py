"""Render templates and join style sheets, by name: an edition's first, then the general ones.

A project overrides one file by having a file of the same name; what it does not have, it inherits.
An edition does the same in a folder of its own, and adds to the style sheets in `edition.css`.
Templates get small finished values and run in Jinja's sandbox: they may come from anybody.
"""

from __future__ import annotations

import re
import traceback
from dataclasses import fields, is_dataclass
from itertools import takewhile
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any, ClassVar

import jinja2

from booklet.common.errors import LayoutError, Place
from booklet.common.spelling import did_you_mean
from booklet.theme import template_budget
from booklet.theme.template_budget import BudgetEnvironment, BudgetError
from booklet.theme.template_loader import FOLDER, TemplateLoader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import CodeType

    from jinja2.bccache import Bucket

_ERRORS_OF_TEMPLATES = (
    *(jinja2.TemplateError, ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)
"""What a template can raise: Jinja's own errors, and those of Python's operators, filters and
methods that it uses."""

_PACKAGE = Path(__file__).parents[1]

_COMPARE = "Compare it with the template of the same name in our 'layouts' folder."
_MISSING = re.compile(r"(?:attribute |element |^)'(?P<name>\w+)'(?: is undefined)?$")


class Layouts:
    """Templates and style sheets by name, such as `print/chapter.html` or `print/page.css`.

    Each file is read once: whoever looks at files that change makes a new one.
    """

    def __init__(self, project: Path | None = None, editions: Sequence[str] = ()) -> None:
        """Look in the folders of editions first, then in `layouts` itself.

        Args:
            project: whose `layouts` are looked at before our own; without one only ours.
            editions: names of folders in `layouts/editions`, the nearest first.
        """
        self._project = project
        self._names = tuple(editions)
        self._of_editions: dict[tuple[str, ...], Layouts] = {}
        self._css: dict[tuple[str, ...], str] = {}
        folders = [f"editions/{name}" for name in editions]
        self._editions = [TemplateLoader(project, [folder]) for folder in folders]
        self._loader = TemplateLoader(project, [*folders, ""])
        self._environment = BudgetEnvironment(
            loader=self._loader,
            bytecode_cache=_Compiled(),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def __reduce__(self) -> tuple[type[Layouts], tuple[Path | None, tuple[str, ...]]]:
        """Let another process read the same files."""
        return Layouts, (self._project, self._names)

    def of_edition(self, *folders: str) -> Layouts:
        """Look in the folders of an edition first; the nearest comes first."""
        if folders not in self._of_editions:
            self._of_editions[folders] = Layouts(self._project, folders)
        return self._of_editions[folders]

    def render(self, name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes any value
        """Render a template.

        What our own functions raise while a template calls them passes: it is a bug.

        Raises:
            LayoutError: when there is no such template, or it cannot be filled in.
        """
        self._environment.begin()
        try:
            return self._environment.get_template(name).render(**values)
        except LayoutError:
            raise
        except jinja2.TemplateSyntaxError as error:
            raise LayoutError(
                f"the template cannot be read: {error.message}",
                hint="Jinja marks are {{ value }}, {% statement %} and {# comment #}; each needs "
                "its end.",
                place=Place(error.filename or f"{FOLDER}/{name}", error.lineno),
            ) from error
        except _ERRORS_OF_TEMPLATES as error:
            if _is_raised_by_us(error):
                raise
            problem, hint = _explain(error, values)
            raise LayoutError(problem, hint=hint, place=_place_of(error, name)) from error

    def css(self, *names: str) -> str:
        """Read style sheets and join them in the order given.

        Names that exist nowhere are passed over when they are a project's to add (`…/custom.css`).
        Of `…/edition.css` there may be several: what an edition is based on comes before its own.

        Raises:
            LayoutError: when one of ours is missing or cannot be read.
        """
        if names not in self._css:
            self._css[names] = "\n".join(sheet for name in names for sheet in self._sheets(name))
        return self._css[names]

    def _sheets(self, name: str) -> Iterator[str]:
        is_edition = name.endswith("/edition.css")
        for loader in reversed(self._editions) if is_edition else (self._loader,):
            try:
                yield loader.get_source(self._environment, name)[0]
            except jinja2.TemplateNotFound as error:
                if not is_edition and not name.endswith("/custom.css"):
                    raise LayoutError(
                        f"there is no style sheet '{name}'",
                        hint="Install the program again, or put the file into 'layouts'.",
                        place=Place(f"{FOLDER}/{name}"),
                    ) from error


class LivingLayouts:
    """A project's layouts in a process that lives on: made anew after its files have changed.

    What was filled in with the same layouts before need not be filled in again. Each thread has its
    own, for they count what the template that is being filled in costs.
    """

    def __init__(self, project: Path) -> None:
        """Read nothing yet."""
        self._project = project
        self._known: dict[int, tuple[int, Layouts]] = {}

    def at(self, files_version: int) -> Layouts:
        """Return the layouts of a version of the project's files, for this thread."""
        known = self._known.get(get_ident())
        if known is None or known[0] != files_version:
            known = self._known[get_ident()] = files_version, Layouts(self._project)
        return known[1]


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, which the environments of all `Layouts` of this process share."""

    _known: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


def _is_raised_by_us(error: Exception) -> bool:
    """Tell whether an exception comes out of our code that a template has called, not out of it.

    Jinja's own errors are raised in our loader too, and a template without end may run out of
    stack anywhere.
    """
    if isinstance(error, jinja2.TemplateError | RecursionError):
        return False
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    called = takewhile(lambda file: not file.startswith(f"{FOLDER}/"), reversed(files[1:]))
    # The budget stands between a template and all that it calls.
    ours = (file for file in called if file != template_budget.__file__)
    return any(Path(file).is_relative_to(_PACKAGE) for file in ours)


def _explain(error: Exception, values: Mapping[str, object]) -> tuple[str, str]:
    """Return problem and hint for an exception that rendering has raised."""
    if isinstance(error, jinja2.TemplateNotFound):
        return (
            f"there is no template '{error.name}'",
            "A layout may replace our templates one by one; look at the file's name.",
        )
    if isinstance(error, BudgetError):
        return (
            "the template asks for more work than any page needs",
            "Look for loops in loops, and for texts that are made very long.",
        )
    if isinstance(error, RecursionError):
        return "the template includes itself without end", _COMPARE
    missing = isinstance(error, jinja2.UndefinedError) and _MISSING.search(str(error))
    if missing:
        guess = did_you_mean(missing["name"], _names_in(values))
        return f"the template asks for '{missing['name']}', which is not there", guess + _COMPARE
    return f"the template cannot be filled in: {error}", _COMPARE


def _names_in(values: Mapping[str, object]) -> set[str]:
    """List the names that a template may use, one level deep."""
    records = [value for value in values.values() if is_dataclass(value)]
    return {*values, *(field.name for record in records for field in fields(record))}


def _place_of(error: Exception, name: str) -> Place:
    """Find the line that failed, which may be in a template that this one includes."""
    frames = traceback.walk_tb(error.__traceback__)
    called = [(frame.f_code.co_filename, line) for frame, line in frames]
    inside = [place for place in called if place[0].startswith(f"{FOLDER}/")]
    return Place(*inside[-1]) if inside else Place(f"{FOLDER}/{name}")
