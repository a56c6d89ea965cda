"""Values in drawings, written as every renderer of SVG knows them. Pure.

Browsers know all of CSS in a drawing's attributes and styles: variables, calculations, a dozen
notations of colours, the `font` shorthand. What sets pages knows the values of SVG 1.1, and so do
old readers of e-books. What means nothing is left out, as browsers do (CSS Syntax 3, 2.2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import tinycss2  # type: ignore[import-untyped] # the library has no types
from tinycss2.color5 import parse_color  # type: ignore[import-untyped]

from booklet.common.srgb import to_srgb
from booklet.common.xhtml import SVG, name_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    Node: TypeAlias = Any
    Variables: TypeAlias = Mapping[str, str]

_TEXTS = name_set("class d id lang points role title viewBox")
_COLOURS = name_set("color fill flood-color lighting-color stop-color stroke")
_NOT_A_COLOUR = name_set("context-fill context-stroke currentcolor inherit none")
_NUMBERS = name_set(
    "fill-opacity flood-opacity opacity stop-opacity stroke-miterlimit stroke-opacity offset"
)
_LENGTHS = name_set(
    "cx cy font-size fr fx fy height letter-spacing markerHeight markerWidth r refX refY rx ry "
    "startOffset stroke-dashoffset stroke-width textLength width word-spacing x1 x2 y1 y2"
)
_LISTS = name_set("dx dy rotate stroke-dasharray x y")
_INHERIT = name_set("inherit")
_NONE = name_set("inherit none")
_WORDS = name_set("auto bottom center inherit initial left none normal right top unset")
"""What may stand instead of a number, in a list, and instead of a length."""

_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:px|%)?\s*")
_NUMBER_LIST = re.compile(r"[-+\d.eE\s,]*")
_FUNCTION = re.compile(r"\b(?:var|calc|min|max|clamp|light-dark|env|attr)\(", re.IGNORECASE)
_PLAIN_COLOUR = re.compile(r"\s*(?:#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|[a-zA-Z]+)\s*")
_PAINT = re.compile(r"(url\([^)]*\))\s*(.*)")

_SIZES = {
    "xx-small": "9px",
    "x-small": "10px",
    "small": "13px",
    "medium": "16px",
    "large": "18px",
    "x-large": "24px",
    "xx-large": "32px",
    "xxx-large": "48px",
    "smaller": "0.83em",
    "larger": "1.2em",
}
"""Sizes of type by name (CSS Fonts 4, 2.5)."""

_WEIGHTS = {"bolder": "bold", "lighter": "normal"}
_STYLES = name_set("italic oblique")
_DEEPEST = 20
"""Variables in variables."""


class _UnknownError(ValueError):
    """A value that depends on something a drawing does not have."""


def simplify_drawing(root: Element) -> tuple[str, ...]:
    """Write the values of a drawing plainly, in place; parts for other languages go.

    Returns:
        What means nothing and is left out, as an author would look for it: `opacity="0,5"`.
    """
    variables = dict(_variables(root))
    left_out: dict[str, None] = {}
    for item in root.iter():
        if item.tag == f"{{{SVG}}}switch":
            _choose(item)
        if item.tag == f"{{{SVG}}}style":
            item.text = _plain_stylesheet("".join(item.itertext()), variables, left_out)
            item[:] = []
        for name, value in list(item.items()):
            if name == "style":
                item.set(name, _plain_style(value, variables, left_out))
                continue
            plain = value if is_text(name) else plain_value(name, value, variables)
            if plain is None:
                left_out[f'{name}="{value[:40]}"'] = None
                del item.attrib[name]
            elif plain != value:
                item.set(name, plain)
    return tuple(left_out)


def is_text(name: str) -> bool:
    """Tell whether the value of an attribute is no value of CSS."""
    return name in _TEXTS or name.startswith(("aria-", "data-"))


def plain_value(name: str, value: str, variables: Variables | None = None) -> str | None:
    """Write one value as every renderer knows it; None when it means nothing.

    Args:
        name: of the attribute or property.
        value: as it was written.
        variables: custom properties that it may name.
    """
    if _FUNCTION.search(value):
        try:
            value = tinycss2.serialize(_resolved(_tokens(value), variables or {})).strip()
        except _UnknownError:
            return None
    if name in _COLOURS:
        return _plain_colour(value)
    if name == "font-size":
        value = _SIZES.get(value.strip().lower(), value)
    elif name == "font-weight":
        value = _WEIGHTS.get(value.strip().lower(), value)
    if name in _NUMBERS or name in _LENGTHS:
        return value if _is_quantity(value, _INHERIT if name in _NUMBERS else _WORDS) else None
    if name in _LISTS:
        return value if _NUMBER_LIST.fullmatch(value) or _are_quantities(value) else None
    return value


def _tokens(value: str) -> list[Node]:
    return list(tinycss2.parse_component_value_list(value, skip_comments=True))


def _is_quantity(value: str, words: frozenset[str]) -> bool:
    if _NUMBER.fullmatch(value):
        return True
    tokens = [one for one in _tokens(value) if one.type != "whitespace"]
    return len(tokens) == 1 and _is_measured(tokens[0], words)


def _are_quantities(value: str) -> bool:
    return all(
        one.type == "whitespace" or one == "," or _is_measured(one, _NONE) for one in _tokens(value)
    )


def _is_measured(token: Node, words: frozenset[str]) -> bool:
    is_word = token.type == "ident" and token.lower_value in words
    return is_word or token.type in {"number", "percentage", "dimension"}


def _plain_colour(value: str) -> str | None:
    """Write a colour as SVG 1.1 does, or as `rgba()` where it is transparent."""
    if paint := _PAINT.fullmatch(value.strip()):
        second = _plain_colour(paint[2]) if paint[2] else ""
        return f"{paint[1]} {second or ''}".strip()
    is_plain = _PLAIN_COLOUR.fullmatch(value)
    if is_plain and value.strip().lower() in _NOT_A_COLOUR:
        return value
    colour = parse_color(value.strip())
    if colour is None:
        return None
    if is_plain and value.strip().lower() != "transparent":
        return value
    return _as_hex(to_srgb(colour), colour.alpha)


def _as_hex(channels: Sequence[float] | None, alpha: float) -> str | None:
    if channels is None:
        return None
    red, green, blue = (round(255 * part) for part in channels)
    if alpha >= 1:
        return f"#{red:02x}{green:02x}{blue:02x}"
    return f"rgba({red}, {green}, {blue}, {alpha:.3g})"


def _variables(root: Element) -> Iterator[tuple[str, str]]:
    """List the custom properties that a drawing declares anywhere; the last of a name counts."""
    for item in root.iter():
        if item.tag == f"{{{SVG}}}style":
            for rule in tinycss2.parse_stylesheet("".join(item.itertext()), skip_comments=True):
                if rule.type == "qualified-rule":
                    yield from _declared(tinycss2.parse_blocks_contents(rule.content))
        if "--" in item.get("style", ""):
            yield from _declared(tinycss2.parse_blocks_contents(item.get("style", "")))


def _declared(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if node.type == "declaration" and node.name.startswith("--"):
            yield node.name, tinycss2.serialize(node.value).strip()


def _resolved(nodes: Iterable[Node], variables: Variables, depth: int = 0) -> list[Node]:
    """Put values in the place of variables and calculations (CSS Variables 1, CSS Values 4, 10).

    Raises:
        _UnknownError: when there is a variable without a value, or what cannot be calculated.
    """
    if depth > _DEEPEST:
        raise _UnknownError
    found: list[Node] = []
    for node in nodes:
        if node.type != "function":
            found.append(node)
            continue
        name, parts = node.lower_name, _by_commas(node.arguments)
        if name == "var":
            given = variables.get(tinycss2.serialize(parts[0]).strip())
            rest = node.arguments[len(parts[0]) + 1 :] if len(parts) > 1 else None
            chosen = _tokens(given) if given is not None else rest
            if chosen is None:
                raise _UnknownError
            found += _resolved(chosen, variables, depth + 1)
        elif name == "light-dark":
            found += _resolved(parts[0], variables, depth + 1)
        elif name in {"calc", "min", "max", "clamp"}:
            results = [_calculate(_resolved(part, variables, depth + 1)) for part in parts]
            found += _tokens(_choose_result(name, results))
        elif name in {"env", "attr"}:
            raise _UnknownError
        else:
            inner = tinycss2.serialize(_resolved(node.arguments, variables, depth + 1))
            found += _tokens(f"{node.name}({inner})")
    return found


def _by_commas(nodes: Iterable[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _choose_result(name: str, results: Sequence[tuple[float, str]]) -> str:
    units = {unit for _, unit in results}
    if len(units) != 1:
        raise _UnknownError
    numbers = [number for number, _ in results]
    if name == "clamp" and len(numbers) == 3:  # noqa: PLR2004 - least, wanted, most
        number = max(numbers[0], min(numbers[1], numbers[2]))
    else:
        number = {"min": min, "max": max}.get(name, min)(numbers)
    return f"{number:.6g}{units.pop()}"


def _calculate(nodes: Iterable[Node]) -> tuple[float, str]:
    """Calculate a sum of products, of one unit at most; returns the number and its unit."""
    tokens = [node for node in nodes if node.type != "whitespace"]
    result = _term(tokens)
    while tokens:
        sign = tokens.pop(0)
        number, unit = _term(tokens)
        if sign not in ("+", "-") or unit != result[1]:
            raise _UnknownError
        result = result[0] + (number if sign == "+" else -number), unit
    return result


def _term(tokens: list[Node]) -> tuple[float, str]:
    number, unit = _factor(tokens)
    while tokens and tokens[0] in ("*", "/"):
        sign = tokens.pop(0)
        other, other_unit = _factor(tokens)
        if (unit and other_unit) or (sign == "/" and (other_unit or not other)):
            raise _UnknownError
        number = number * other if sign == "*" else number / other
        unit = unit or other_unit
    return number, unit


def _factor(tokens: list[Node]) -> tuple[float, str]:
    if not tokens:
        raise _UnknownError
    token = tokens.pop(0)
    match token.type:
        case "number":
            return token.value, ""
        case "percentage":
            return token.value, "%"
        case "dimension":
            return token.value, token.lower_unit
        case "() block":
            return _calculate(token.content)
    raise _UnknownError


def _plain_stylesheet(css: str, variables: Variables, left_out: dict[str, None]) -> str:
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    is_changed = False
    for rule in rules:
        if rule.type == "qualified-rule":
            inside = tinycss2.serialize(rule.content)
            plain = _plain_style(inside, variables, left_out)
            is_changed |= plain != inside
            rule.content = _tokens(plain)
    return str(tinycss2.serialize(rules)) if is_changed else css


def _plain_style(css: str, variables: Variables, left_out: dict[str, None]) -> str:
    """Write declarations plainly, each shorthand of type as what it is short for."""
    kept: list[str] = []
    is_changed = False
    for one in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if one.type != "declaration" or one.name.startswith("--"):
            is_changed = True
            continue
        written = tinycss2.serialize(one.value).strip()
        plain = plain_value(one.lower_name, written, variables)
        meant: dict[str, str | None] = {one.lower_name: plain}
        if one.lower_name == "font" and plain is not None:
            meant = _font(plain) or {"font": None}
        is_changed |= meant != {one.lower_name: written}
        for name, value in meant.items():
            if value is None:
                left_out[f"{name}: {written[:40]}"] = None
            else:
                kept.append(f"{name}: {value}{' !important' if one.important else ''}")
    return "; ".join(kept) if is_changed else css


def _font(value: str) -> dict[str, str | None]:
    """Take the `font` shorthand apart (CSS Fonts 4, 2.7); nothing when it makes no sense."""
    found: dict[str, str | None] = {"font-style": "normal", "font-weight": "normal"}
    tokens = _tokens(value)
    while tokens:
        token = tokens.pop(0)
        word = getattr(token, "lower_value", "") if token.type == "ident" else ""
        if word in _STYLES:
            found["font-style"] = word
        elif word in {"bold", "bolder"} or (token.type == "number" and token.value >= 1):
            found["font-weight"] = tinycss2.serialize([token])
        elif word in _SIZES or token.type in {"dimension", "percentage"}:
            size = plain_value("font-size", tinycss2.serialize([token]))
            family = tinycss2.serialize(_without_leading(tokens)).strip()
            return {**found, "font-size": size, "font-family": family} if family else {}
    return {}


def _without_leading(tokens: Sequence[Node]) -> Sequence[Node]:
    """Leave out the height of lines behind the size of type: `/ 1.2`."""
    seen = [index for index, token in enumerate(tokens) if token.type != "whitespace"]
    if seen and tokens[seen[0]] == "/" and len(seen) > 1:
        return tokens[seen[1] + 1 :]
    return tokens


def _choose(switch: Element) -> None:
    """Keep the first part of a switch that can be drawn (SVG 2, 5.8), for readers of English."""
    drawn = [
        part
        for part in switch
        if part.tag != f"{{{SVG}}}foreignObject" and not part.get("requiredExtensions")
    ]
    understood = [part for part in drawn if part.get("systemLanguage", "en").startswith("en")]
    switch.tag = f"{{{SVG}}}g"
    switch[:] = (understood or drawn)[:1]
