"""Recognise what a blog's software says under and around every post. Pure."""

from __future__ import annotations

import re

_MOST_WORDS = 30

_COMMENTS = (
    r"(?:leave a (?:comment|reply)|(?:\d+|no) (?:comments?|replies|responses?)|comments? off)"
)
_POSTED = r"(?:posted|published|filed) (?:in|on|by|under|at)\b"

_ENDS_POST = re.compile(
    rf"(?:(?:aside|quote|link|status|image|gallery|video|audio|chat)?\s*\|?\s*{_POSTED}.*(?:\|.*|"
    rf"tagged .*)|.*\|\s*{_COMMENTS}(?:\s+on\b.*)?(?:\s*\|\s*edit)?|{_COMMENTS})\W*",
    re.IGNORECASE,
)
_NO_SENTENCE = r"(?!.*\w[”’\"']?[.!?]$)"
"""Software writes labels; "Read more about it in the handbook." is an author's."""

_OTHERS = re.compile(
    r"(?:"
    rf"{_NO_SENTENCE}(?:{_POSTED}|tagged(?: with|:| as)? |filed under:? )[^.]*"
    rf"|{_NO_SENTENCE}share (?:this|on|via)\b[^.]*"
    rf"|{_NO_SENTENCE}(?:continue reading|read more)\b.{{0,120}}|\(more[.…]*\)"
    r"|share:?"
    r"|like this:?|like loading[.…]*|loading[.…]*|be the first to like this\W*|liked by .*"
    r"|\d+ bloggers? likes? this\W*"
    r"|related(?: posts?| articles?)?:?"
    r"|(?:click to )?(?:share|print|email)(?: this)?(?: \(opens in new window\))?"
    r"|(?:print|email|tweet|facebook|twitter|linkedin|pinterest|whatsapp|pocket|reddit|tumblr)"
    r"|(?:previous|next|older|newer) (?:posts?|article)\b.*"
    r"|advertisements?|report this ad|privacy settings"
    r"|follow|subscribe|edit(?: this)?(?: post)?|skip to content|scroll to top|back to top"
    r"|powered by wordpress.*|proudly powered by .*|blog at wordpress\.com\W*|theme: .* by .*"
    r"|this entry was posted (?:in|on|by)\b.*|bookmark the permalink\W*"
    r"|the post .{1,200} (?:first )?appeared first on .{1,100}"
    r")\W*",
    re.IGNORECASE,
)


def ends_post(text: str) -> bool:
    """Tell whether a paragraph is the line under a post: "Posted in … | Leave a comment"."""
    words = " ".join(text.split())
    return 0 < len(words.split()) <= _MOST_WORDS and _ENDS_POST.fullmatch(words) is not None


def is_boilerplate(text: str) -> bool:
    """Tell whether a paragraph is something that the software adds to every post."""
    words = " ".join(text.split())
    return ends_post(words) or (
        0 < len(words.split()) <= _MOST_WORDS and _OTHERS.fullmatch(words) is not None
    )
