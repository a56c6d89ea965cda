"""From a chapter's source to a finished chapter."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.errors import ManuscriptError
from booklet.components import BY_NAME, COMPONENTS
from booklet.components.rendering import components_in, is_private
from booklet.components.rules import leads_in
from booklet.markup import raw_html
from booklet.markup.block_ids import name_blocks, take_lines
from booklet.markup.callouts import COMPONENT, find_callouts
from booklet.markup.chapter import Chapter
from booklet.markup.commonmark.structure import NestingError
from booklet.markup.content_model import repair
from booklet.markup.dialect import (
    ALERT,
    LINE,
    NOTE_KEY,
    NOTES,
    SOURCE_LINE,
    TITLE,
    parse_markdown,
)
from booklet.markup.drawings import name_drawings, relink_drawings
from booklet.markup.figures import make_figures, make_tables
from booklet.markup.finding_collector import FindingCollector
from booklet.markup.footnotes import check_calls, extract_notes, number_notes
from booklet.markup.headings import (
    extract_title,
    extract_title_notes,
    flatten_headings,
    heading_text,
    order_headings,
    title_content,
)
from booklet.markup.identifiers import Identifiers, claim_authors_ids
from booklet.markup.links import check_links, check_pictures, find_link_targets
from booklet.markup.near_misses import report_lookalikes, report_rules
from booklet.markup.safety import make_safe
from booklet.markup.spans import fit_spans
from booklet.markup.typography import typographic
from booklet.markup.unsupported_markup import report_unsupported_markup
from booklet.markup.work_limits import limit_work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from booklet.common.language import Language
    from booklet.manuscript.metadata import Metadata
    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Heading
    from booklet.markup.commonmark.parse_context import UnplacedFinding
    from booklet.markup.dialect import ParsedMarkdown
    from booklet.markup.safety import LeftOut

_OWN_ATTRIBUTES = frozenset({ALERT, LINE, NOTE_KEY, NOTES, SOURCE_LINE, TITLE, "data-tick"})

_DEEPEST = 80
"""Elements in elements; 16 lists in lists, each with its items and paragraphs, need fewer."""

_MOST_NAMED = 5
"""How many properties of styles one finding names."""


def parse_chapter(source: Source, language: Language, *, blocks_have_ids: bool = True) -> Chapter:
    """Read one chapter.

    Args:
        source: the file as its author wrote it.
        language: the book's, for quotation marks and labels.
        blocks_have_ids: whether `name_blocks` gives every block an id; without them, the HTML is
            easier to read.

    Returns:
        The chapter, with everything its author should know in `findings`.

    Raises:
        ManuscriptError: when the text cannot be understood at all, such as quotes in quotes a
            hundred deep.
    """
    try:
        return _read(source, language, blocks_have_ids=blocks_have_ids)
    except NestingError as error:
        line = error.line + source.first_line - 1 if error.line else 0
    except RecursionError:
        line = 0
    raise ManuscriptError(
        "quotations, lists or brackets are nested too deeply to be read",
        hint="Take away some of the '>' signs, brackets or indentation, or add blank lines.",
        place=source.place(line),
    )


def _read(source: Source, language: Language, *, blocks_have_ids: bool) -> Chapter:
    """Read one chapter's text, in the order in which each step needs the ones before."""
    metadata = _as_printed(source.metadata, language)
    quotes = language.of(metadata.language).quotes
    parsed = parse_markdown(raw_html.without_controls(source.body), quotes)
    collector = FindingCollector(source, source.first_line - 1, parsed.code_lines)
    root = parsed.root
    identifiers = Identifiers(source.slug)
    for finding in (*parsed.findings, *_make_safe(parsed, collector)):
        collector.warn(finding.code, finding.problem, finding.hint, collector.line(finding.line))
    _leave_private_terms(parsed)
    name_drawings(root, collector)
    relink_drawings(root, claim_authors_ids(root, identifiers, collector))
    find_callouts(root, language.of(metadata.language), identifiers, collector)
    report_rules(root, collector)
    report_lookalikes(root, collector)
    notes = extract_notes(root)
    title, title_html = _title(root, metadata, source, collector)
    answers = _extract_answers(root, source.slug, collector)
    check_calls(root, parsed.repeated_notes, collector)
    report_unsupported_markup(root, collector)
    number_notes([root, answers], notes, parsed.note_containers, identifiers, collector)
    for text in (root, answers):
        fit_spans(text)
        limit_work(text, collector)
    headings = _finish_structure(root, answers, identifiers, collector)
    texts = (root, answers)
    references = [one for text in texts for one in check_links(text, _is_private, collector)]
    folder = posixpath.dirname(source.path)
    pictures = [
        one for text in texts for one in check_pictures(text, folder, _is_private, collector)
    ]
    if blocks_have_ids:
        name_blocks(source.slug, texts)
    lines = tuple((name, collector.line(line).line) for name, line in take_lines(texts))
    return Chapter(
        slug=source.slug,
        path=source.path,
        metadata=metadata,
        title=xhtml.drop_forbidden(title),
        title_html=title_html,
        body=xhtml.normalise(root),
        answers=xhtml.normalise(answers),
        headings=headings,
        link_targets=tuple(
            target for text in texts for target in find_link_targets(text, language)
        ),
        references=tuple(references),
        pictures=tuple(pictures),
        terms=tuple(parsed.terms.items()),
        rules=leads_in(root),
        components=components_in(root),
        findings=(*source.findings, *collector.finished()),
        lines=lines,
    )


def _is_private(item: Element) -> bool:
    return is_private(item, BY_NAME)


def _make_safe(parsed: ParsedMarkdown, collector: FindingCollector) -> tuple[UnplacedFinding, ...]:
    """Put raw HTML in and take out whatever may not stand in a book; tell which tags are open."""
    left_out, unclosed = raw_html.restore_raw_html(parsed.root, parsed.stash)
    if xhtml.depth_of(parsed.root) > _DEEPEST:
        raise NestingError(0)
    left_out += make_safe(parsed.root, kept=_OWN_ATTRIBUTES)
    repair(parsed.root)
    _report_styles(left_out, collector)
    for one in left_out:
        if one.properties:
            continue
        collector.warn(
            "K550",
            f"{one.name} is left out",
            "A book shows text and pictures: no scripts, frames, forms or styles that load things.",
            collector.place(*one.snippets),
        )
    return tuple(unclosed)


def _report_styles(left_out: Iterable[LeftOut], collector: FindingCollector) -> None:
    """Name what styles were to change, once for the chapter: pasted text has hundreds of them."""
    styles = [one for one in left_out if one.properties]
    if not styles:
        return
    names = list(dict.fromkeys(name for one in styles for name in one.properties))
    shown = ", ".join(names[:_MOST_NAMED]) + (" and others" if names[_MOST_NAMED:] else "")
    collector.warn(
        "K553",
        f"styles in the text are left out: {shown}",
        "The booklet has its own colours, sizes and distances, and so has every screen. Bold, "
        "italic, underlined and struck-out words, alignment and the widths of pictures in per "
        "cent are kept.",
        collector.place(*styles[0].snippets),
    )


def _leave_private_terms(parsed: ParsedMarkdown) -> None:
    """Forget abbreviations that only a facilitator's box explains."""
    for short, home in parsed.term_containers.items():
        if any(name in BY_NAME and BY_NAME[name].is_private for name in home):
            long = parsed.terms.pop(short, None)
            marked = parsed.root.iter("abbr") if long is not None else ()
            xhtml.unwrap_all(parsed.root, [one for one in marked if one.get("title") == long])


def _as_printed(metadata: Metadata, language: Language) -> Metadata:
    """Give the metadata's words the same marks as the text below them."""
    quotes = language.quotes
    return metadata.model_copy(
        update={
            "title": typographic(metadata.title, quotes),
            "short_title": typographic(metadata.short_title, quotes),
            "subtitle": typographic(metadata.subtitle, quotes),
            "author": typographic(metadata.author, quotes),
            "aims": tuple(typographic(aim, quotes) for aim in metadata.aims),
        }
    )


def _title(
    root: Element, metadata: Metadata, source: Source, collector: FindingCollector
) -> tuple[str, str]:
    """Find the chapter's title: in the metadata, in the first heading, or in the file's name."""
    heading = extract_title(root, metadata.title or "")
    if heading is not None:
        calls = extract_title_notes(heading)
        if calls is not None:
            root.insert(0, calls)
            calls.tail, root.text = root.text, None
        return heading_text(heading), title_content(heading)
    if metadata.title:
        return metadata.title, xhtml.escape(metadata.title)
    name = posixpath.basename(source.path).rpartition(".")[0].lstrip("0123456789-_. ")
    title = (name or source.slug).replace("-", " ").replace("_", " ").strip() or source.slug
    title = title[:1].upper() + title[1:]
    collector.warn(
        "K522",
        f"the chapter has no title, so it is called '{title}' after its file",
        "Begin it with a line '# Title', or write 'title: …' in its metadata.",
        source.place(),
    )
    return title, xhtml.escape(title)


def _extract_answers(root: Element, slug: str, collector: FindingCollector) -> Element:
    """Take the answers to the chapter's quiz out of it, and link the quiz with them."""
    answers = xhtml.element("div")
    visible = _visible_components(root)
    quizzes = [item for item in visible if item.get(COMPONENT) == "quiz"]
    found = [item for item in visible if item.get(COMPONENT) == "answers"]
    if found and not quizzes:
        problem = "there are answers, but no quiz"
        hint = "Add a box '> [!quiz]' with the questions; until then the answers stay here."
        collector.warn(
            "K505", problem, hint, collector.place("[!answers", "[!Answers", "[!ANSWERS")
        )
        return answers
    parents = xhtml.parents_of(root)
    for item in found:
        xhtml.replace(parents[item], item)
        if len(item) and item[0].get("data-part") == "title":
            del item[0].attrib["data-part"]
        xhtml.append(answers, xhtml.detach_content(item))
    for quiz in quizzes if found else ():
        quiz.set("data-link", f"{slug}-answers")
    return answers


def _visible_components(root: Element) -> list[Element]:
    """List components that are neither a facilitator's nor inside other answers."""
    found = []
    for child in root:
        if _is_private(child):
            continue
        if child.get(COMPONENT):
            found.append(child)
        if child.get(COMPONENT) != "answers":
            found += _visible_components(child)
    return found


def _finish_structure(
    root: Element, answers: Element, identifiers: Identifiers, collector: FindingCollector
) -> tuple[Heading, ...]:
    """Mark rules and the like, number figures and tables, order the headings."""
    for text in (root, answers):
        for component in COMPONENTS:
            if component.recognise is not None:
                component.recognise(text, identifiers.claim)
        make_figures(text, identifiers)
        make_tables(text, identifiers)
        for item in text.iter():
            if item.get("data-notes") is not None or item.tag in {
                "figcaption",
                "caption",
                "th",
                "td",
            }:
                flatten_headings(item)
    headings = order_headings(root, _is_private, identifiers, collector)
    order_headings(answers, _is_private, identifiers, collector, top=2)
    return headings
