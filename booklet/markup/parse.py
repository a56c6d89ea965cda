"""From a chapter's source to a finished chapter."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.errors import ManuscriptError
from booklet.components import BY_NAME, COMPONENTS
from booklet.components.realisation import is_private
from booklet.manuscript.metadata import read_metadata
from booklet.markup import raw_html
from booklet.markup.blocks import name_blocks
from booklet.markup.callouts import COMPONENT, find_callouts
from booklet.markup.chapter import Chapter
from booklet.markup.content_model import repair
from booklet.markup.dialect import ALERT, NOTE_KEY, NOTES, Draft, draft
from booklet.markup.drawings import name_drawings, relink_drawings
from booklet.markup.figures import make_figures, make_tables
from booklet.markup.footnotes import check_calls, number_notes, take_notes
from booklet.markup.headings import (
    flatten_headings,
    heading_text,
    order_headings,
    take_title,
    title_content,
)
from booklet.markup.identifiers import Identifiers, claim_authors_ids
from booklet.markup.indentation import NestingError, line_up
from booklet.markup.links import check_links, check_pictures
from booklet.markup.places import Remarks
from booklet.markup.references import find_places
from booklet.markup.safety import make_safe
from booklet.markup.typography import typographic
from booklet.markup.unclosed import close_tags

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.common.errors import Finding
    from booklet.common.language import Language
    from booklet.manuscript.metadata import Metadata
    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Heading

_OWN_ATTRIBUTES = frozenset({ALERT, f"{ALERT}-collapse", NOTE_KEY, NOTES, "data-tick"})

_DEEPEST = 80
"""Elements in elements; 16 lists in lists, each with its items and paragraphs, need fewer."""


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
    metadata, body, first_line, findings = read_metadata(source)
    try:
        parted = metadata, body, first_line, findings
        return _read(source, parted, language, blocks_have_ids=blocks_have_ids)
    except NestingError as error:
        line = error.line + first_line - 1 if error.line else 0
    except RecursionError:
        line = 0
    raise ManuscriptError(
        "quotations, lists or brackets are nested too deeply to be read",
        hint="Take away some of the '>' signs, brackets or indentation, or add blank lines.",
        place=source.place(line),
    )


def _read(
    source: Source,
    parted: tuple[Metadata, str, int, tuple[Finding, ...]],
    language: Language,
    *,
    blocks_have_ids: bool,
) -> Chapter:
    """Read one chapter's text, in the order in which each step needs the ones before."""
    metadata, body, first_line, findings = parted
    metadata = _as_printed(metadata, language)
    remarks = Remarks(source, first_line - 1)
    drafted = _draft(body, first_line, language.of(metadata.language), remarks)
    root = drafted.root
    identifiers = Identifiers(source.slug)
    _make_safe(drafted, remarks)
    _leave_private_terms(drafted)
    name_drawings(root, remarks)
    relink_drawings(root, claim_authors_ids(root, identifiers, remarks))
    find_callouts(root, identifiers, remarks)
    notes = take_notes(root)
    title, title_html = _title(root, metadata, source, remarks)
    answers = _take_answers(root, source.slug, remarks)
    check_calls(root, drafted.repeated_notes, remarks)
    number_notes([root, answers], notes, drafted.note_homes, identifiers, remarks)
    headings = _finish_structure(root, answers, identifiers, remarks)
    texts = (root, answers)
    references = [one for text in texts for one in check_links(text, _is_private, remarks)]
    folder = posixpath.dirname(source.path)
    pictures = [one for text in texts for one in check_pictures(text, folder, _is_private, remarks)]
    if blocks_have_ids:
        name_blocks(source.slug, texts)
    return Chapter(
        slug=source.slug,
        path=source.path,
        metadata=metadata,
        title=xhtml.drop_forbidden(title),
        title_html=title_html,
        html=_written(root),
        answers_html=_written(answers),
        headings=headings,
        places=tuple(place for text in texts for place in find_places(text).items()),
        references=tuple(references),
        pictures=tuple(pictures),
        terms=tuple(drafted.terms.items()),
        findings=(*findings, *remarks.finished()),
    )


def _written(root: Element) -> str:
    return xhtml.drop_forbidden(xhtml.serialise_content(root)).strip()


def _is_private(item: Element) -> bool:
    return is_private(item, BY_NAME)


def _draft(body: str, first_line: int, language: Language, remarks: Remarks) -> Draft:
    """Read the Markdown."""
    text, unclosed = close_tags(raw_html.without_controls(body))
    for tag, line in unclosed:
        remarks.warn(
            "K551",
            f"the HTML tag {tag} is never closed",
            "It is left out, so that it cannot swallow what follows. Close it, or delete it.",
            remarks.line(line + first_line - 1),
        )
    return draft(line_up(text), language.quotes)


def _make_safe(drafted: Draft, remarks: Remarks) -> None:
    """Put raw HTML in and take out whatever may not stand in a book."""
    left_out = raw_html.put_in(drafted.root, drafted.stash)
    if xhtml.depth_of(drafted.root) > _DEEPEST:
        raise NestingError(0)
    left_out += make_safe(drafted.root, kept=_OWN_ATTRIBUTES)
    repair(drafted.root)
    for one in left_out:
        remarks.warn(
            "K550",
            f"{one.name} is left out",
            "A book shows text and pictures: no scripts, frames, forms or styles that load things.",
            remarks.place(*one.snippets),
        )


def _leave_private_terms(drafted: Draft) -> None:
    """Forget abbreviations that only a facilitator's box explains."""
    for short, home in drafted.term_homes.items():
        if any(name in BY_NAME and BY_NAME[name].is_private for name in home):
            long = drafted.terms.pop(short, None)
            marked = drafted.root.iter("abbr") if long is not None else ()
            xhtml.unwrap_all(drafted.root, [one for one in marked if one.get("title") == long])


def _as_printed(metadata: Metadata, language: Language) -> Metadata:
    """Give the metadata's words the same marks as the text below them."""
    quotes = language.quotes
    return metadata.model_copy(
        update={
            "title": typographic(metadata.title, quotes),
            "subtitle": typographic(metadata.subtitle, quotes),
            "aims": tuple(typographic(aim, quotes) for aim in metadata.aims),
        }
    )


def _title(root: Element, metadata: Metadata, source: Source, remarks: Remarks) -> tuple[str, str]:
    """Find the chapter's title: in the metadata, in the first heading, or in the file's name."""
    heading = take_title(root, metadata.title or "")
    if heading is not None:
        return heading_text(heading), title_content(heading)
    if metadata.title:
        return metadata.title, xhtml.escape(metadata.title)
    name = posixpath.basename(source.path).rpartition(".")[0].lstrip("0123456789-_. ")
    title = (name or source.slug).replace("-", " ").replace("_", " ").strip() or source.slug
    title = title[:1].upper() + title[1:]
    remarks.warn(
        "K522",
        f"the chapter has no title, so it is called '{title}' after its file",
        "Begin it with a line '# Title', or write 'title: …' in its metadata.",
        source.place(),
    )
    return title, xhtml.escape(title)


def _take_answers(root: Element, slug: str, remarks: Remarks) -> Element:
    """Take the answers to the chapter's quiz out of it, and link the quiz with them."""
    answers = xhtml.element("div")
    visible = _visible_components(root)
    quizzes = [item for item in visible if item.get(COMPONENT) == "quiz"]
    found = [item for item in visible if item.get(COMPONENT) == "answers"]
    if found and not quizzes:
        problem = "there are answers, but no quiz"
        hint = "Add a box '> [!quiz]' with the questions; until then the answers stay here."
        remarks.warn("K505", problem, hint, remarks.place("[!answers", "[!Answers", "[!ANSWERS"))
        return answers
    parents = xhtml.parents_of(root)
    for item in found:
        xhtml.replace(parents[item], item)
        if len(item) and item[0].get("data-part") == "title":
            del item[0].attrib["data-part"]
        xhtml.append(answers, xhtml.content(item))
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
    root: Element, answers: Element, identifiers: Identifiers, remarks: Remarks
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
    headings = order_headings(root, _is_private, identifiers, remarks)
    order_headings(answers, _is_private, identifiers, remarks, top=2)
    return headings
