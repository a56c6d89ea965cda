"""Names and initials of pupils. Messages say where, never what. Pure.

Nothing here knows names. A word is taken for a pupil's name where it stands with a year group and
cannot be anything else; that finds most, and never all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.check.sentences import sentences_of
from booklet.common.errors import Finding, Severity
from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.check.checked_book import CheckedBook

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|1[0-3]|[1-9]"
_YEAR = rf"(?:Year\s(?:{_SMALL})\b|Yr\.?\s?(?:1[0-3]|[1-9])\b|Y(?:1[0-3]|[1-9])\b)(?:[A-Z]\b)?"
_CAPITAL, _REST = r"[A-Z\u00c0-\u00de\u0100-\u017f]", r"[a-z\u00df-\u00ff\u0100-\u017f]+"
_NAME = (
    rf"(?:[A-Z]['’](?=[A-Z])|(?:Ma?c|De|Di|La|Le|Fitz)(?=[A-Z]))?"
    rf"{_CAPITAL}{_REST}(?:['’-]{_CAPITAL}?{_REST})*"
)
_PERSON = rf"(?P<name>{_NAME})(?P<more>\s(?:{_NAME}|[A-Z]\b\.?))?"
_INITIALS = r"(?P<initials>\b(?:[A-Z]\.\s?){1,3}(?=\W)|\b[A-Z]{2}\b)"
_JOINED = (
    r"\s*(?:,|\(|–|-)?\s*(?:who\s(?:is|was)\s|now\s|then\s|(?:is|was)\s)?"
    r"(?:in\s|from\s|of\s|aged\s\d+,?\s(?:in\s)?)?"
)
_PUPIL = r"(?:pupils?|child(?:ren)?|boys?|girls?|students?|learners?|lad|daughter|son)"
_WITH_YEAR = re.compile(rf"(?<![\w’'-]){_PERSON}{_JOINED}{_YEAR}")
_INITIALS_WITH_YEAR = re.compile(rf"(?<![\w.]){_INITIALS}{_JOINED}{_YEAR}")
_AFTER_YEAR = re.compile(
    rf"{_YEAR}(?:['’]s\s+|(?:['’]s)?\s+(?:\w+\s)?{_PUPIL},?\s+(?:called\s|named\s)?){_PERSON}"
)
_CALLED = re.compile(
    rf"\b{_PUPIL}\b,?\s+(?:(?:who\s(?:is|was)\s)?(?:called|named)\s|,\s*)?"
    rf"(?P<name>{_NAME})(?P<more>\s[A-Z]\b\.?)"
)
_CALLED_WITH_YEAR = re.compile(rf"\b{_PUPIL}\b,?\s+(?:called|named)\s(?P<name>{_NAME})(?P<more>)")
_ANY_YEAR = re.compile(_YEAR)
_TITLE_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Lady|Lord|Prof|Professor|St|Saint|Dame|Rev|Canon)\.?"
    r"|\b(?:the|a|an|our|this|that|their|my|his|her|your|every|each|all|on|by)|[*_])\s?\Z",
    re.IGNORECASE,
)
_NO_NAMES = name_set(
    "mr mrs ms miss mx dr sir prof professor lord lady saint st dame rev canon headteacher deputy "
    "about above after all also and another any anyone art as assembly assessment at attendance "
    "autumn barnet because before behaviour being best better biology both boys bring but by "
    "chemistry child children christmas class classes college computing cross design drama during "
    "each easter eid english even every everybody everyone everything exams except eyfs festival "
    "find first for foundation french friday from geography german girls give governors grade half "
    "handwriting harvest he head here history homework how however if in infants is it its january "
    "june juniors just key languages last late latin learners learning leavers lesson lessons like "
    "literacy look lower lunch march maths mathematics may mathletics meanwhile mentors middle "
    "monday more most music my national never new next no nobody none not november now numeracy of "
    "office on once one only open or our over parent parents pe people philosophy phonics physics "
    "play poetry primary progress pupil pupils put reading reception religious results saturday "
    "school schools science secondary see send september set she sixth so some somebody someone "
    "spanish spelling sport spring staff stage start student students summer sunday support sure "
    "take talk teacher teachers teaching tell that the their them then there these they this those "
    "thursday today together transition tuesday tutor two under unit until upper visit we "
    "wednesday welsh week "
    "what when where which while who why with work writing year you your april august "
    "february july october december british england wales ofsted shakespeare macbeth "
    "dickens victorian roman tudor egypt greece rome viking romans vikings tudors victorians "
    "egyptians greeks saxons internet computer sats tables stories story books book rules rule "
    "visitor visitors colleague colleagues attainment inspection inspectors observation "
    "group groups team teams phase phases room rooms hall corridor corridors library display "
    "displays ask asked imagine take think remember helping early years ks"
)
_NAMES_THAT_ARE_WORDS = name_set(
    "mark grace rose hope joy will amber ruby lily daisy ivy jack bill frank rob max faith jade "
    "pearl violet heather holly jasmine poppy willow sky dawn olive harry drew grant dean rich "
    "hunter mason carter cooper tyler taylor archer theo sunny patience charity honey blue"
)
_NO_INITIALS = name_set(
    "PE RE TA IT DT LA HT DH AH TV PC OK UK US EU PP FS KS AI VR AR OR IN ON NO SO UP MY WE AT IS "
    "IF TO BY GO DO BE AS AN HE ME OF AM PM CV QR ID GP MP EY EP"
)


def find_names(book: CheckedBook) -> Iterator[Finding]:
    """Find names and initials that stand with a year group."""
    # Most passages have neither, and to read those sentence by sentence takes long.
    suspects = [
        passage
        for chapter in book.chapters
        for passage in chapter.words
        if _ANY_YEAR.search(passage.plain) or _CALLED.search(passage.plain)
    ]
    words: set[str] = set()
    for chapter in book.chapters if suspects else ():
        for passage in chapter.prose.passages:
            words.update(re.findall(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])", passage.plain))
    words -= _NAMES_THAT_ARE_WORDS
    shorts = {term.short for term in book.book.terms}
    for passage in suspects:
        for start, sentence in sentences_of(passage.plain):
            for position in sorted({*_names_in(sentence, words, shorts)})[:1]:
                yield Finding(
                    "D901",
                    Severity.WARNING,
                    "a pupil's name or initials seem to stand here with a year group",
                    "Change the name and what else tells who it is, and say that you did.",
                    passage.place(start + position),
                )


def _names_in(sentence: str, words: set[str], shorts: set[str]) -> Iterator[int]:
    """Give the positions at which a sentence seems to name a pupil."""
    patterns = [_WITH_YEAR, _AFTER_YEAR, _CALLED]
    if _ANY_YEAR.search(sentence):
        patterns.append(_CALLED_WITH_YEAR)
    for pattern in patterns:
        for match in pattern.finditer(sentence):
            has_surname = bool((match["more"] or "").strip(" .")) and pattern is not _AFTER_YEAR
            if _may_be_name(sentence, match, words, has_surname=has_surname):
                yield match.start("name")
    for match in _INITIALS_WITH_YEAR.finditer(sentence):
        letters = re.sub(r"\W", "", match["initials"])
        if letters not in _NO_INITIALS | shorts and not _TITLE_BEFORE.search(
            sentence[: match.start()]
        ):
            yield match.start("initials")


def _may_be_name(
    sentence: str, match: re.Match[str], words: set[str], *, has_surname: bool
) -> bool:
    """Tell whether a word with a capital can only be a name."""
    name = match["name"].lower()
    before = sentence[: match.start("name")]
    parts = {name, *re.findall(r"[a-z]+", (match["more"] or "").lower())}
    if parts & (_NO_NAMES | words) or _TITLE_BEFORE.search(before):
        return False
    opens_sentence = not before.strip("\"'“‘([ ")
    looks_like_word = re.search(r"(?:ing|tion|ment|ness|ity|ists?|ers|ies|ance|ence|ally)\Z", name)
    return not (opens_sentence and looks_like_word and not has_surname)
