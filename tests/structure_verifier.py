"""Look into a finished PDF: is its structure sound, and what would a screen reader say?

Validators judge rules one by one; this reads the tree as a reader does. It knows nothing of how
the file was made.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Object

if TYPE_CHECKING:
    from collections.abc import Iterator

_BFCHAR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


class Tagged:
    """A tagged PDF, opened for reading."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(content))
        self.pages = {page.obj.objgen: index for index, page in enumerate(self.pdf.pages)}
        self.root = self.pdf.Root.StructTreeRoot
        self.document = self.root.K[0]

    def elements(self) -> Iterator[tuple[Object, Object]]:
        """Yield every structure element with its parent, in reading order."""

        def walk(element: Object, parent: Object) -> Iterator[tuple[Object, Object]]:
            yield element, parent
            for kid in kids(element):
                if is_element(kid):
                    yield from walk(kid, element)

        yield from walk(self.document, self.root)

    def roles(self) -> Counter[str]:
        """Count the elements by role."""
        return Counter(str(element.S)[1:] for element, _ in self.elements())

    def content(self, element: Object) -> Iterator[tuple[tuple[int, int], int]]:
        """Yield an element's own marks: the holder of the content (a page or form), and the id."""
        for kid in kids(element):
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                yield mark_of(kid, element)

    def speak(self) -> str:
        """Write the tree as indented roles and words, as a reader would hear it."""
        speech = _Speech(self)
        speech.tell(self.document, 0)
        return "\n".join(speech.lines)

    def words(self) -> dict[tuple[tuple[int, int], int], str]:
        """Read the text of every mark."""
        return {
            (holder.objgen, number): text
            for holder, resources in self.holders()
            for number, text in marked_text(holder, resources)
        }

    def artifacts(self) -> list[tuple[str, str]]:
        """Read the text of all artifacts, with their kind."""
        return [
            found for holder, resources in self.holders() for found in artifacts(holder, resources)
        ]

    def holders(self) -> Iterator[tuple[Object, Object]]:
        """Yield all that holds content: pages, and the forms they draw, with their resources."""
        seen = set()
        waiting = [(page.obj, page.obj.Resources) for page in self.pdf.pages]
        while waiting:
            holder, resources = waiting.pop(0)
            if holder.objgen in seen:
                continue
            seen.add(holder.objgen)
            yield holder, resources
            waiting.extend(
                (drawn, drawn.Resources)
                for drawn in resources.get("/XObject", {}).values()
                if drawn.get("/Subtype") == "/Form" and "/Resources" in drawn
            )

    def owners(self) -> dict[int, Object]:
        """Read the parent tree."""
        numbers = []
        for leaf in self.root.ParentTree.Kids:
            assert list(leaf.Limits) == [leaf.Nums[0], leaf.Nums[-2]], "a leaf has false limits"
            numbers += list(leaf.Nums)
        keys = [int(key) for key in numbers[::2]]
        assert keys == sorted(set(keys)), "the parent tree is not sorted"
        assert int(self.root.ParentTreeNextKey) > max(keys, default=-1)
        return dict(zip(keys, numbers[1::2], strict=True))


class _Speech:
    """Collects lines while a tree is told."""

    def __init__(self, tagged: Tagged) -> None:
        self.lines: list[str] = []
        self._words = tagged.words()

    def tell(self, element: Object, depth: int) -> None:
        """Tell an element and all below it."""
        entries = [f"{name[1:].lower()}={str(element[name])!r}"
                   for name in ("/Lang", "/E", "/Alt") if name in element]  # fmt: skip
        held = [str(each[name])[1:] for each in attributes(element)
                for name in ("/Scope", "/ListNumbering") if name in each]  # fmt: skip
        self.lines.append("  " * depth + " ".join([str(element.S)[1:], *entries, *held]))
        for kid in kids(element):
            if is_element(kid):
                self.tell(kid, depth + 1)
            elif not isinstance(kid, int) and kid.get("/Type") == "/OBJR":
                self.lines.append("  " * (depth + 1) + f"→ {link_target(kid.Obj)}")
            else:
                self._say(self._words.get(mark_of(kid, element), ""), depth + 1)

    def _say(self, text: str, depth: int) -> None:
        """Say some words; what follows in the same element goes on in the same line."""
        if self.lines[-1].startswith("  " * depth + "“"):
            self.lines[-1] = f"{self.lines[-1][:-1]}{text}”"
        else:
            self.lines.append("  " * depth + f"“{text}”")


def verify(content: bytes) -> list[str]:
    """List everything that is wrong with a PDF's structure, names and outline."""
    tagged = Tagged(content)
    return [
        *_check_elements(tagged),
        *_check_marks(tagged),
        *_check_annotations(tagged),
        *_check_names(tagged),
        *_check_outline(tagged),
    ]


def _check_elements(tagged: Tagged) -> Iterator[str]:
    seen = set()
    identifiers: Counter[bytes] = Counter()
    wanted = set()
    for element, parent in tagged.elements():
        if element.objgen in seen:
            yield f"{element.S} stands in the tree twice"
        seen.add(element.objgen)
        if element.P.objgen != parent.objgen:
            yield f"{element.S} names another parent than the one that names it"
        if "/Pg" in element and element.Pg.objgen not in tagged.pages:
            yield f"{element.S} is on no page of the book"
        if "/ID" in element:
            identifiers[bytes(element.ID)] += 1
        if not kids(element) and element.S not in {"/TD", "/TH", "/Document"}:
            yield f"{element.S} is empty"
        for held in attributes(element):
            wanted.update(bytes(each) for each in held.get("/Headers", ()))
    yield from (
        f"the identifier {each!r} is not unique" for each, n in identifiers.items() if n > 1
    )
    yield from (f"there is no header cell {each!r}" for each in wanted - set(identifiers))


def _check_marks(tagged: Tagged) -> Iterator[str]:
    """Each mark belongs to one element, and the parent tree knows which."""
    owned: dict[tuple[tuple[int, int], int], Object] = {}
    for element, _ in tagged.elements():
        for place in tagged.content(element):
            if place in owned:
                yield f"mark {place} belongs to two elements"
            owned[place] = element
    owners = tagged.owners()
    drawn = set()
    for holder, resources in tagged.holders():
        numbers = [number for number, _ in marked_text(holder, resources)]
        drawn.update((holder.objgen, number) for number in numbers)
        if "/StructParents" not in holder:
            if numbers:
                yield f"{holder.objgen} holds marks and has no key in the parent tree"
            continue
        entries = owners[int(holder.StructParents)]
        if sorted(numbers) != list(range(len(entries))):
            yield f"{holder.objgen}: marks {numbers} for {len(entries)} entries"
            continue
        for number in numbers:
            owner = owned.get((holder.objgen, number))
            if owner is None or owner.objgen != entries[number].objgen:
                yield f"the parent tree is wrong about mark {number} of {holder.objgen}"
    yield from (
        f"an element claims mark {place}, which is not there" for place in owned.keys() - drawn
    )


def _check_annotations(tagged: Tagged) -> Iterator[str]:
    owners = tagged.owners()
    held = {}
    for element, _ in tagged.elements():
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                held[kid.Obj.objgen] = element
    names = {bytes(name) for name in list(tagged.pdf.Root.Names.Dests.Names)[::2]}
    for page in tagged.pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            element = held.pop(annotation.objgen, None)
            if element is None or element.S != "/Link":
                yield "an annotation is in no Link"
            elif owners[int(annotation.StructParent)].objgen != element.objgen:
                yield "the parent tree is wrong about an annotation"
            if not str(annotation.get("/Contents", "")):
                yield "an annotation says nothing"
            if "/Dest" in annotation and bytes(annotation.Dest) not in names:
                yield f"a link leads to {annotation.Dest}, which is nowhere"
    yield from ("a Link holds an annotation that is on no page" for _ in held)


def _check_names(tagged: Tagged) -> Iterator[str]:
    pairs = list(tagged.pdf.Root.Names.Dests.Names)
    names = [bytes(name) for name in pairs[::2]]
    if names != sorted(set(names)):
        yield "named destinations are not sorted, or not unique"
    for destination in pairs[1::2]:
        if destination[0].objgen not in tagged.pages:
            yield "a named destination is on no page"


def _check_outline(tagged: Tagged) -> Iterator[str]:
    def walk(parent: Object) -> Iterator[str]:
        item, previous, shown = parent.get("/First"), None, 0
        while item is not None:
            if item.Parent.objgen != parent.objgen:
                yield f"outline item {item.Title} names another parent"
            if item.Dest[0].objgen not in tagged.pages:
                yield f"outline item {item.Title} leads nowhere"
            if (item.get("/Prev") is None) != (previous is None):
                yield f"outline item {item.Title} has lost its neighbour"
            yield from walk(item)
            shown += 1 + max(0, int(item.get("/Count", 0)))
            previous, item = item, item.get("/Next")
        if previous is not None and parent.Last.objgen != previous.objgen:
            yield "the last outline item is another"
        if abs(int(parent.get("/Count", 0))) != shown:
            yield f"an outline counts {parent.get('/Count')} items instead of {shown}"

    if "/Outlines" in tagged.pdf.Root:
        yield from walk(tagged.pdf.Root.Outlines)


def outline_of(content: bytes) -> list[tuple[int, str, int]]:
    """Read the outline: depth from 0, title, page index."""
    tagged = Tagged(content)

    def walk(item: Object, depth: int) -> Iterator[tuple[int, str, int]]:
        while item is not None:
            yield depth, str(item.Title), tagged.pages[item.Dest[0].objgen]
            yield from walk(item.get("/First"), depth + 1)
            item = item.get("/Next")

    return list(walk(tagged.pdf.Root.Outlines.get("/First"), 0))


def kids(element: Object) -> list[Object]:
    """List an element's kids, whether it has one or many."""
    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def is_element(kid: Object) -> bool:
    """Tell elements from marks and annotations."""
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def mark_of(kid: Object | int, element: Object) -> tuple[tuple[int, int], int]:
    """Say where a mark is: the holder of the content, and the id."""
    if isinstance(kid, int):
        return element.Pg.objgen, kid
    return kid.get("/Stm", kid.Pg).objgen, int(kid.MCID)


def attributes(element: Object) -> list[Object]:
    """List an element's attribute objects."""
    held = element.get("/A")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def link_target(annotation: Object) -> str:
    """Say where a link leads."""
    return f"#{annotation.Dest}" if "/Dest" in annotation else str(annotation.A.URI)


def marked_text(holder: Object, resources: Object) -> Iterator[tuple[int, str]]:
    """Read the marks of a page or form with their text, in drawing order."""
    for _, properties, text in _sequences(holder, resources):
        if "/MCID" in properties:
            yield int(properties["/MCID"]), text


def artifacts(holder: Object, resources: Object) -> Iterator[tuple[str, str]]:
    """Read the artifacts of a page or form that have text, with their kind."""
    for tag, properties, text in _sequences(holder, resources):
        if tag == "/Artifact" and text.strip():
            kind = str(properties.get("/Subtype", properties.get("/Type", "")))
            yield kind[1:], text


def _sequences(holder: Object, resources: Object) -> Iterator[tuple[str, Object, str]]:
    """Read marked-content sequences: tag, properties, text."""
    alphabets = {
        name: dict(_BFCHAR.findall(font.ToUnicode.read_bytes()))
        for name, font in resources.get("/Font", {}).items()
    }
    alphabet: dict[bytes, bytes] = {}
    open_tags: list[list[Object]] = []
    for instruction in pikepdf.parse_content_stream(holder):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"BDC", "BMC"}:
            properties = operands[1] if operator == "BDC" else {}
            open_tags.append([str(operands[0]), properties, ""])
        elif operator == "EMC":
            tag, properties, text = open_tags.pop()
            yield tag, properties, text
        elif operator == "Tf":
            alphabet = alphabets[str(operands[0])]
        elif operator == "TJ" and open_tags:
            for run in operands[0]:
                if isinstance(run, pikepdf.String):
                    open_tags[-1][2] += _decode(bytes(run), alphabet)
    assert not open_tags, "a marked-content sequence does not end"


def _decode(run: bytes, alphabet: dict[bytes, bytes]) -> str:
    glyphs = [run[place : place + 2].hex().encode() for place in range(0, len(run), 2)]
    codes = b"".join(alphabet.get(glyph, b"fffd") for glyph in glyphs)
    return bytes.fromhex(codes.decode()).decode("utf-16-be")
