"""PDFs that hold together and say odd things: names that are not UTF-8, values of wrong types."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_NAMES = (b"/A#ff#fe", b"/#80", b"/Normal", b"/F#20x", b"/" + b"n" * 300)
_SCALARS = (
    *(b"null", b"true", b"90", b"0", b"-1", b"10000000000", b"9223372036854775808", b"-7.5"),
    *(b"1" + b"0" * 40, b"(\xff\xfe\x00)", b"<feff>", b"(D:2026)", b"[0 0 0 0]", b"[0 0 420 595]"),
    *(b"[100000 0 -100000 300]", b"[]", b"<< >>"),
)
_KEYS = tuple(
    b"/" + key
    for key in (
        b"MediaBox CropBox TrimBox Rotate Resources Contents Annots Parent Kids Count Type "
        b"UserUnit Group Font XObject AcroForm Names OCProperties Metadata StructTreeRoot "
        b"ViewerPreferences PageLabels Lang Outlines OpenAction ExtGState ColorSpace Filter "
        b"Length DecodeParms BBox Matrix AP Rect Subtype F Info Title Producer"
    ).split()
)
_CONTENTS = (
    b"BT /F1 12 Tf (x) Tj ET",
    b"/X Do Q Q Q",
    b"q q q (unclosed",
    b"BI /W 1 /H 1 ID \xff EI",
    b"\xff\xfe BT",
)
_CONTENT, _FORM = 8, 11
_MOST_PAGES, _OBJECTS = 3, 12


def odd_pdf(chance: random.Random) -> bytes:
    """Write a PDF of one to three pages, with one to four things in it that no PDF should have."""
    page_count = chance.randint(1, _MOST_PAGES)
    pages = [b"%d 0 R" % (3 + index) for index in range(page_count)]
    objects: dict[int, dict[bytes, bytes]] = {
        1: {b"/Type": b"/Catalog", b"/Pages": b"2 0 R"},
        2: {b"/Type": b"/Pages", b"/Kids": b"[%s]" % b" ".join(pages)},
        _CONTENT: {},
        9: {
            b"/Font": b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
            b"/XObject": b"<< /X 11 0 R >>",
        },
        10: {b"/Type": b"/Annot", b"/Subtype": b"/Widget", b"/AP": b"<< /N 11 0 R >>"},
        _FORM: {b"/Type": b"/XObject", b"/Subtype": b"/Form", b"/BBox": b"[0 0 10 10]"},
    }
    objects[2] |= {b"/Count": b"%d" % page_count, b"/MediaBox": b"[0 0 420 595]"}
    page = {b"/Type": b"/Page", b"/Parent": b"2 0 R", b"/Contents": b"8 0 R"}
    page |= {b"/Resources": b"9 0 R", b"/Annots": b"[10 0 R]"}
    objects |= {3 + index: dict(page) for index in range(page_count)}
    for _ in range(chance.randint(1, 4)):
        _spoil(objects[chance.choice(sorted(objects))], chance)
    return _write(objects, {_CONTENT: chance.choice(_CONTENTS), _FORM: b"0 0 10 10 re f"})


def _spoil(entries: dict[bytes, bytes], chance: random.Random) -> None:
    """Change an entry, add one, or take one away."""
    known = sorted(entries)
    match chance.choice(("change", "add", "add", "odd name", "remove")):
        case "change" if known:
            entries[chance.choice(known)] = _value(chance)
        case "remove" if known:
            del entries[chance.choice(known)]
        case "odd name":
            entries[chance.choice(_NAMES)] = _value(chance)
        case _:
            entries[chance.choice(_KEYS)] = _value(chance)


def _value(chance: random.Random, depth: int = 0) -> bytes:
    kind = chance.choice(("scalar", "scalar", "name", "reference", "array", "dictionary"))
    count = chance.randint(0, 4) if depth < _MOST_PAGES else 0
    match kind:
        case "name":
            return chance.choice(_NAMES)
        case "reference":
            return b"%d 0 R" % chance.randrange(_OBJECTS)
        case "array":
            return b"[%s]" % b" ".join(_value(chance, depth + 1) for _ in range(count))
        case "dictionary":
            items = (chance.choice(_NAMES) + b" " + _value(chance, depth + 1) for _ in range(count))
            return b"<< %s >>" % b" ".join(items)
    return chance.choice(_SCALARS)


def _write(objects: dict[int, dict[bytes, bytes]], streams: dict[int, bytes]) -> bytes:
    """Write objects, a cross-reference table and a trailer (ISO 32000-1, 7.5)."""
    written = b"%PDF-1.7\n"
    rows = [b"0000000000 65535 f \n"] * _OBJECTS
    for number, entries in sorted(objects.items()):
        rows[number] = b"%010d 00000 n \n" % len(written)
        stream = streams.get(number)
        length = {} if stream is None else {b"/Length": b"%d" % len(stream)}
        said = b" ".join(key + b" " + value for key, value in {**length, **entries}.items())
        written += b"%d 0 obj\n<< %s >>\n" % (number, said)
        if stream is not None:
            written += b"stream\n" + stream + b"\nendstream\n"
        written += b"endobj\n"
    start = len(written)
    written += b"xref\n0 %d\n%s" % (_OBJECTS, b"".join(rows))
    return written + b"trailer << /Root 1 0 R /Size 12 >>\nstartxref\n%d\n%%%%EOF\n" % start
