"""A budget for the work of one template: layouts may come from anybody, and loops may be nested.

Counted are the rounds of loops, the calls, the templates included, and the sizes of texts and
lists that come and go. The same template and values cost the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import jinja2
from jinja2 import nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2.environment import Template
    from jinja2.runtime import Context

BUDGET = 50_000_000
"""What one template may cost: characters of text, items of lists, a hundred for each step.

Measured: of our own, the contents of a book of 100 chapters cost most, less than a hundredth."""

_STEP = 100
"""What a round of a loop or a filter costs, whatever it does: about a microsecond."""

_CALL = 500
_INCLUDE = 5_000

_LONGEST_FILL = 10_000
"""Characters that a text may be filled up to, and what a number in a format may be."""

_FILLING = frozenset(
    {"batch", "center", "expandtabs", "indent", "ljust", "rjust", "slice", "zfill"}
)
"""Filters and methods that make as much of their text as a number says."""

_LONG_FORMAT = re.compile(r"[0-9]{5}|%[^a-zA-Z]*\*|\{[^}]*\{")
"""A width of five figures, or one that comes with the values."""

_COUNTED = "counted by the budget"
_REMOVED = ("cycler", "joiner", "lipsum", "namespace")
"""Globals of Jinja that no layout needs."""


class BudgetError(jinja2.TemplateRuntimeError):
    """A template that asks for more work than any page needs."""


class BudgetEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a budget for each template that is rendered."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's own options
        super().__init__(**options)
        self._left = BUDGET
        for name in _REMOVED:
            self.globals.pop(name, None)
        self.filters = {name: self._measured(name, one) for name, one in self.filters.items()}
        self.filters[_COUNTED] = self._counted

    def begin(self) -> None:
        """Begin with the whole budget."""
        self._left = BUDGET

    def spend(self, cost: int) -> None:
        """Take something from the budget.

        Raises:
            BudgetError: when that is more than is left.
        """
        self._left -= cost
        if self._left < 0:
            raise BudgetError

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Let every loop count its rounds, and every `~` measure its text."""
        template = super()._parse(source, name, filename)
        for loop in template.find_all(nodes.For):
            loop.iter = _filtered(loop.iter, _COUNTED)
        for parent in (template, *template.find_all(nodes.Node)):
            for field, value in parent.iter_fields():
                if isinstance(value, nodes.Concat):
                    setattr(parent, field, _filtered(value, "string"))
                elif isinstance(value, list):
                    value[:] = [
                        _filtered(one, "string") if isinstance(one, nodes.Concat) else one
                        for one in value
                    ]
        return template

    def _counted(self, values: Iterable[object]) -> Iterator[object]:
        for value in values:
            self.spend(_STEP)
            yield value

    def _measured(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Let a filter pay for its arguments and for what it makes."""

        def measured(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as any filter
            # What comes one by one is gathered first, for nothing else tells how much it is.
            arguments = tuple(
                list(self._counted(one)) if isinstance(one, Iterator) else one for one in given
            )
            self._pay(name, arguments, named)
            made = function(*arguments, **named)
            self.spend(_size(made))
            return made

        measured.__dict__.update(
            getattr(function, "__dict__", {})
        )  # tells Jinja which context it gets first
        return measured

    def call(self, context: Context, function: Any, /, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as Jinja declares it
        """Call what a template calls."""
        if isinstance(function, LoopContext) and arguments:
            arguments = (self._counted(arguments[0]), *arguments[1:])
        receiver = _receiver(function)
        sized = arguments if receiver is None else (receiver, *arguments)
        self.spend(_CALL)
        self._pay(getattr(function, "__name__", ""), sized, named)
        made = super().call(context, function, *arguments, **named)
        self.spend(_size(made))
        return made

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as Jinja declares it
        """Compute what a template computes, if the result can be of a sensible size."""
        if operator == "**":
            raise BudgetError
        if operator == "*":
            self.spend(max(_size(left) * _number(right), _size(right) * _number(left)))
        elif operator == "%" and isinstance(left, str):
            self._pay("format", (left, right), {})
        elif operator == "+":
            self.spend(_size(left) + _size(right))
        return super().call_binop(context, operator, left, right)

    def get_template(self, name: Any, *arguments: Any, **named: Any) -> Template:  # noqa: ANN401 - as Jinja declares it
        """Get a template, also for each include."""
        self.spend(_INCLUDE)
        return super().get_template(name, *arguments, **named)

    def _pay(self, name: str, arguments: tuple[object, ...], named: Mapping[str, object]) -> None:
        cost = 1
        values = (*arguments, *named.values())
        for value in values:
            cost *= max(1, _size(value))
            if name in _FILLING and _number(value) > _LONGEST_FILL:
                raise BudgetError
        if name == "join":
            for value in values:
                if isinstance(value, list | tuple | set):
                    self.spend(sum(map(_size, value)))
        if name in {"format", "format_map"} and any(
            isinstance(value, str) and _LONG_FORMAT.search(value) for value in values[:1]
        ):
            raise BudgetError
        self.spend(_STEP + cost)


def _filtered(expression: nodes.Node, name: str) -> nodes.Filter:
    node = nodes.Filter(
        cast("nodes.Expr", expression), name, [], [], None, None, lineno=expression.lineno
    )
    node.environment = expression.environment
    return node


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | bytes | list | tuple | dict | set) else 0


def _number(value: object) -> int:
    return abs(value) if isinstance(value, int) else 0


def _receiver(function: Any) -> object:  # noqa: ANN401 - anything that can be called
    """Return the text or list whose method it is; the sandbox wraps `str.format`."""
    owner = getattr(getattr(function, "__wrapped__", function), "__self__", None)
    return owner if isinstance(owner, str | list | tuple | dict) else None
