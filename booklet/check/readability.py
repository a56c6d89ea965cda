"""Words that a colleague would stumble over: unexplained, doubled, endless, or saying nothing.

Pure. Only English is read so; see `CheckedChapter`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.check.prose import BARRIER, JOINER, Role
from booklet.check.sentences import WORD, sentences_of
from booklet.check.shape import heading_in
from booklet.common.errors import Finding, Severity
from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.check.checked_book import CheckedBook, CheckedChapter
    from booklet.check.prose import Passage

LONGEST_SENTENCE = 40
"""Words; the Government Digital Service asks for 25 and calls longer ones hard to read."""

_ACRONYM = re.compile(
    r"(?<![\w&'’/-])[A-Z](?:[a-z]?[A-Z&])+[a-z]?(?=s?\b)(?![\w-]*\d)(?!-[a-z]|\.[a-z])"
)
_EVERYBODY_KNOWS = name_set(
    "AA AD AGM AI AM AOB ASAP BA BAME BBC BBQ BC BCE BEd BSc BSL CBBC CCTV CD CE CEO COVID CPU "
    "CSS CV DIY DJ DNA DOB DofE DVD EPUB EU FA FAQ FYI GB GCSE GMT GP GPS HMRC HQ HTML ID IQ ISBN "
    "IT ITV JPEG JPG KB LED LGBT MA MB MBE MD MEd MOT MP MSc NASA NATO NB NHS NI NSPCC OBE OECD "
    "OK PA PC PDF PE PGCE PHD PhD PIN PM PNG PPE PR PS PTA PTO QR RAC RE RIP RNLI RSPB RSPCA RSVP "
    "SIM SMS SOS SVG TBA TBC TED TV UFO UK UN UNESCO UNICEF URL US USA USB UTC VAT VIP VR WC WHO "
    "WWI WWII XL YMCA ZIP"
)
_WORDS_IN_CAPITALS = name_set(
    "A ALL ALSO ALWAYS AN AND ANY ARE AS ASK AT BE BEFORE BEST BIG BUT BY CAN CANNOT CHAPTER DAY "
    "DO DONE DONT END EVERY EVERYONE FIRST FOR FROM FUN GET GO GOOD HAVE HE HELP HER HI HIS HOW "
    "IF IN IS IT ITS JOY JUST KEY LAST LESS LET LIST LOOK LOVE MAY ME MORE MOST MUST MY NEVER NEW "
    "NEXT NO NONE NOT NOTES NOTHING NOW OF OFF OH ON ONE ONLY OR OUR OUT OVER PART PLEASE READ "
    "REAL RULE RULES RUN SAY SEE SHE SHOULD SO SOME STOP TALK TERM THAT THE THEIR THEM THEN THERE "
    "THEY THINK THIS TO TOO TRY TWO UP US VERY WAS WE WHAT WHEN WHERE WHO WHY WILL WITH WORD YEAR "
    "YES YET YOU YOUR"
)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_INITIALS = 2
"""Letters of somebody's first names."""

_SHOUTED = 0.6
"""Of the words of a sentence: with more of them in capitals, none of them is an acronym."""

_MAY_BE_DOUBLED = name_set(
    "had that is was no very so long many more really never far ha ho hee hear there now blah "
    "knock bye night tut well yes boo do quack chop bang tick big wait stop her"
)
_ENDS_A_VERB = re.compile(
    r"\b(?:go|goes|going|gone|went|carr(?:y|ies|ied|ying)|mov(?:e|es|ed|ing)|com(?:e|es|ing)|came"
    r"|log(?:s|ged|ging)?|hand(?:s|ed|ing)?|turn(?:s|ed|ing)?|check(?:s|ed|ing)?|keep(?:s|ing)?"
    r"|kept|settl(?:e|es|ed|ing)|mov(?:e|es|ed|ing)|work(?:s|ed|ing)?) (?:on|in|up|over|out)\Z",
    re.IGNORECASE,
)
"""A verb with its particle, after which the same preposition may follow: "go on on page 3"."""

_DOUBLED = re.compile(
    rf"(?<![\w'’-])([^\W\d_]+(?:['’][^\W\d_]+)?)(?:[{JOINER}\s]*\s[{JOINER}\s]*)\1(?![\w'’-])",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\][(\[]|<a\b[^>]*>([^<>]+)</a>", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:(?:please )?(?:click|go|look|see|over|read|find out|learn|download) )?(?:more )?"
    r"(?:here|more|this|it)|(?:(?:follow |on )?(?:this|the) )?(?:link|page|site|web ?site|"
    r"web ?page|article|url)|click|download|online|(?:more )?(?:details|info|information)",
    re.IGNORECASE,
)
_NAME_OF_FILE = re.compile(
    r".*\.(?:jpe?g|png|gif|webp|svg|heic|tiff?|bmp)|(?:img|dsc[fn]?|pxl|p|mvimg|wp)[-_ ]?\d[\w-]*"
    r"|(?:an? )?(?:image|picture|photo|photograph|pic|foto|figure|screen ?shot|scan|untitled|chart"
    r"|graph|diagram|logo|icon|drawing)[-_ ]*\d*",
    re.IGNORECASE,
)


def find_acronyms(book: CheckedBook) -> Iterator[Finding]:
    """Find acronyms that nothing in the book explains, each where it stands first."""
    known = {term.short for term in book.book.terms} | _EVERYBODY_KNOWS
    every = "\n".join(
        passage.plain for chapter in book.chapters for passage in chapter.prose.passages
    )
    seen: set[str] = set()
    for chapter in book.chapters:
        for passage in chapter.words if chapter.is_english else ():
            for position, acronym in _acronyms_in(passage):
                if acronym in known or f"{acronym}s" in known or acronym in seen:
                    continue
                seen.add(acronym)
                if not _is_explained(acronym, every):
                    yield Finding(
                        "R901",
                        Severity.WARNING,
                        f"'{acronym}' is explained nowhere in the booklet",
                        f"Explain it at the end of the chapter, '*[{acronym}]: …', or write it out "
                        "where it stands first.",
                        passage.place(position),
                    )


def _acronyms_in(passage: Passage) -> Iterator[tuple[int, str]]:
    if not _ACRONYM.search(passage.plain):
        return  # most have none, and reading them sentence by sentence takes long
    if passage.plain.isupper() and heading_in(passage.plain):
        return
    for start, sentence in sentences_of(passage.plain):
        words = WORD.findall(sentence)
        capitals = sum(word.isupper() and len(word) > 1 for word in words)
        if len(words) > 2 and capitals > _SHOUTED * len(words):  # noqa: PLR2004 - fewer shout not
            continue
        for match in _ACRONYM.finditer(sentence):
            acronym = match[0].removesuffix("s")
            is_word = acronym in _WORDS_IN_CAPITALS or _ROMAN.fullmatch(acronym)
            is_shouted = _is_beside_shouting(sentence, match)
            if not is_word and not is_shouted and not _is_initials(sentence, match):
                yield start + match.start(), acronym


def _is_beside_shouting(sentence: str, acronym: re.Match[str]) -> bool:
    """Tell whether a word in capitals stands beside it that is an ordinary word: "DO NOT RUN"."""
    beside = (*sentence[: acronym.start()].split()[-1:], *sentence[acronym.end() :].split()[:1])
    return any(len(word) > 1 and word in _WORDS_IN_CAPITALS for word in beside)


def _is_initials(sentence: str, letters: re.Match[str]) -> bool:
    """Tell whether two letters have a surname behind them, as in "PD James"."""
    after = sentence[letters.end() :]
    return len(letters[0]) == _INITIALS and bool(re.match(r" [A-Z][a-z]", after))


def _is_explained(acronym: str, text: str) -> bool:
    """Tell whether words with its initials stand beside an acronym in brackets, or it in theirs."""
    name = re.escape(acronym)
    letters = [re.escape(letter) for letter in acronym if letter.isalnum()]
    words = r"[^.()\n]{0,40}?\b".join(rf"{letter}[\w’'-]*" for letter in letters)
    joined = rf"{words}[^.()\n]{{0,20}}"
    patterns = (
        rf"\b{joined}[,:]?\s*\(\W*(?:the\s)?{name}s?\b",
        rf"\b{name}s?\b\W*\((?:an?\s|the\s)?{joined}",
        rf"\b{name}s?\b,?\s+(?:which\s+)?(?:stands?\s+for|means?|is\s+short\s+for)\b",
    )
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def find_doubled_words(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find words that stand there twice, also where a line ends between them."""
    for passage in chapter.words if chapter.is_english else ():
        for match in _DOUBLED.finditer(passage.text):
            word = match[1]
            second = match[0][-len(word) :]
            is_name = word[0].isupper() and second[0].isupper()
            is_verb = _ENDS_A_VERB.search(passage.plain, 0, match.start() + len(word))
            if word.lower() in _MAY_BE_DOUBLED or is_name or is_verb:
                continue
            yield Finding(
                "R902",
                Severity.WARNING,
                f"'{word}' stands there twice",
                "Take one of the two away.",
                passage.place(match.end() - len(word)),
            )


def find_long_sentences(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find sentences that nobody could read aloud in one breath."""
    for passage in chapter.words if chapter.is_english else ():
        for start, sentence in sentences_of(passage.plain) if passage.role is Role.TEXT else ():
            length = len(WORD.findall(sentence))
            if length > LONGEST_SENTENCE:
                yield Finding(
                    "R906",
                    Severity.NOTE,
                    f"a sentence has {length} words",
                    f"Read it aloud. With more than {LONGEST_SENTENCE}, two sentences are kinder.",
                    passage.place(start),
                )


def find_empty_links(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find links whose words do not say where they lead (WCAG 2.2, 2.4.4)."""
    for passage in chapter.prose.passages if chapter.is_english else ():
        for match in _LINK.finditer(passage.raw) if passage.role is not Role.CODE else ():
            if passage.text[match.start()] == BARRIER:
                continue
            words = re.sub(r"[\W_]+", " ", match[1] or match[2]).strip()
            if _SAYS_NOTHING.fullmatch(words):
                yield Finding(
                    "R907",
                    Severity.WARNING,
                    f"the link '{words}' does not say where it leads",
                    "Say it in the words of the link, for those who hear links alone or read on "
                    "paper: '[the guide to shorter meetings](…)'.",
                    passage.place(match.start()),
                )


def find_empty_descriptions(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find descriptions that are a file's name, or say only that there is a picture."""
    for use in chapter.chapter.pictures:
        if use.alt and _NAME_OF_FILE.fullmatch(use.alt.strip(" .")):
            yield Finding(
                "R908",
                Severity.WARNING,
                f"the description '{use.alt}' does not say what the picture shows",
                "Say it as you would on the telephone: '![Two heads at a table, one plan between "
                "them](…)'.",
                use.place,
            )
