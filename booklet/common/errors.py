"""Errors and their exit codes, findings and their places, said so that an author knows what to do.

*Errors* stop the build. *Findings* are values: every stage collects them, the command line prints
them once, and `--strict` makes warnings fatal.

    BookletError
    ├── UsageError        2   the command line asks for something impossible
    ├── ConfigError       3   booklet.toml
    ├── ManuscriptError   4   the chapters, their metadata and pictures
    ├── LayoutError       5   templates and style sheets
    ├── TypesetError      6   setting and joining pages
    ├── ImpositionError   7   arranging pages on sheets
    ├── EpubError         8   the e-book
    ├── OutputError       9   writing what was made
    └── SetupError       10   something is missing on this machine

The number is the exit code of the family. What is no fault of anybody's booklet stands outside it:

    BugError             11   a fault of the program; it carries its traceback
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from traceback import format_exception
from typing import TYPE_CHECKING, ClassVar, Self

from booklet.common.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a problem is, as the author sees it.

    Attributes:
        path: the file, relative to the project folder, with forward slashes.
        line: from 1; 0 when the whole file is meant.
        column: from 1; 0 when the whole line is meant.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(
            [visible(self.path), *(str(number) for number in (self.line, self.column) if number)]
        )


class Severity(StrEnum):
    """How bad a finding is: errors stop the build, warnings only with `--strict`, notes never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that has one right answer; `booklet/check/apply_fixes.py` makes it.

    Attributes:
        place: the first character that is replaced, in the file's text as an editor shows it.
        old: what stands there, on one line; "" to put something in.
        new: what is written instead. Where both are "", the file is only saved again as UTF-8.
    """

    place: Place
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an author should know: what, where, and what to do about it.

    Attributes:
        code: a letter for the stage and three digits, such as `M101`; listed in
            `CATALOGUE` (`booklet/common/finding_codes.py`).
        severity: whether the build can go on.
        problem: one sentence without a full stop.
        hint: what to do, in one or two sentences.
        place: where, if it is anywhere.
        fix: the correction, where there is only one.
    """

    code: str
    severity: Severity
    problem: str
    hint: str
    place: Place | None = None
    fix: Fix | None = None

    def __str__(self) -> str:
        problem = f"{self.severity}: {visible(self.problem)} [{self.code}]"
        return _message(self.place, problem, self.hint)


def _message(place: Place | None, problem: str, hint: str) -> str:
    """Word a message; problem and hint have a line each, whatever was quoted in them."""
    where = f"{place}: " if place else ""
    return f"{where}{problem}\n  hint: {visible(hint)}"


class BookletError(Exception):
    """A problem that ends the build: place, problem, hint.

    Attributes:
        problem: one sentence without a full stop.
        hint: what to do.
        place: where, if it is anywhere.
        findings: all that was found, when it was more than one thing.
    """

    exit_code: ClassVar[int] = 1

    def __init_subclass__(cls, *, exit_code: int | None = None) -> None:
        """Give a family of errors its exit code; a class without one has that of its family."""
        super().__init_subclass__()
        if exit_code is not None:
            cls.exit_code = exit_code

    def __init__(
        self,
        problem: str,
        *,
        hint: str,
        place: Place | None = None,
        findings: Iterable[Finding] = (),
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint
        self.place = place
        self.findings = tuple(findings)

    def __str__(self) -> str:
        return _message(self.place, f"error: {visible(self.problem)}", self.hint)

    def __reduce__(self) -> tuple[object, ...]:
        """Come back whole from another process, where chapters are set."""
        again = partial(type(self), hint=self.hint, place=self.place, findings=self.findings)
        return again, (self.problem,)


class UsageError(BookletError, exit_code=2):
    """The command line asks for something impossible."""


class ConfigError(BookletError, exit_code=3):
    """booklet.toml cannot be used."""


class ManuscriptError(BookletError, exit_code=4):
    """The chapters, their metadata or their pictures cannot be used."""


class LayoutError(BookletError, exit_code=5):
    """A template or style sheet cannot be used."""


class TypesetError(BookletError, exit_code=6):
    """Pages could not be set or joined."""


class ImpositionError(BookletError, exit_code=7):
    """Pages cannot be arranged on sheets as asked."""


class EpubError(BookletError, exit_code=8):
    """The e-book could not be made."""


class OutputError(BookletError, exit_code=9):
    """What was made could not be written."""


class SetupError(BookletError, exit_code=10):
    """Something the build needs is missing on this machine."""


class BugError(Exception):
    """A fault of the program: an exception that nobody expected, with what is needed to report it.

    It is no `BookletError`, so that nothing takes it for an author's mistake. The traceback is kept
    as text, because an exception loses its own on the way from another process.

    Attributes:
        activity: what was being done, in words that follow "while": "setting 'Summer holidays'".
        traceback: of the exception, as Python prints it.
    """

    exit_code: ClassVar[int] = 11

    def __init__(self, activity: str, traceback: str) -> None:
        super().__init__(activity, traceback)  # both are arguments, so that it can be pickled
        self.activity = activity
        self.traceback = traceback

    def __str__(self) -> str:
        # One line: Dask cuts exceptions that have much to say.
        return f"{self.traceback.strip().rpartition(chr(10))[2]} (while {self.activity})"

    @classmethod
    def during(cls, activity: str, error: BaseException) -> Self:
        """Keep the traceback of an exception.

        Args:
            activity: what was being done, in words that follow "while".
            error: the exception, caught.
        """
        return cls(activity, "".join(format_exception(error)))
