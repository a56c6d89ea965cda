"""Metadata of a PDF: the information dictionary and the XMP packet.

The two say the same (PDF/A-3, 6.6.3) and hold no date but the book's. They claim PDF/A-3a and
PDF/UA-1 for what is both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from booklet import __version__

if TYPE_CHECKING:
    from datetime import date

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
{claims}{properties}
</rdf:Description>
{extension}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_CLAIMS = """<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
"""

# PDF/A wants every property outside its own list described (PDF/A-3, 6.6.2.3).
_PDFUA_EXTENSION = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about the book; empty values are left out.

    Attributes:
        title: always there: PDF/UA shows it in the window's title.
        author: one line.
        language: a BCP 47 tag.
        description: one sentence.
        keywords: what the book is about.
        identifier: the book's `urn:`.
        modified: the only date in the file, at midnight UTC.
        is_conforming: whether the file may say that it is PDF/A-3a and PDF/UA-1; one with a letter
            that no font has is neither (PDF/A-3, 6.2.11.8; PDF/UA-1, 7.21.8).
    """

    title: str
    author: str
    language: str
    description: str
    keywords: tuple[str, ...]
    identifier: str
    modified: date
    is_conforming: bool = True


def information(properties: Properties) -> dict[str, str]:
    """Fill in the information dictionary (ISO 32000-1, 14.3.3)."""
    moment = f"D:{properties.modified:%Y%m%d}000000Z"
    entries = {
        "/Title": properties.title,
        "/Author": properties.author,
        "/Subject": properties.description,
        "/Keywords": ", ".join(properties.keywords),
        "/Creator": _creator(),
        "/Producer": _producer(),
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    return {name: value for name, value in entries.items() if value}


def xmp_packet(properties: Properties) -> bytes:
    """Write the XMP packet (ISO 16684-1) that says the same as the information dictionary."""
    moment = f"{properties.modified:%Y-%m-%d}T00:00:00Z"
    keywords = ", ".join(properties.keywords)
    entries = [
        _element("dc:title", _alternatives(properties.title)),
        _element("dc:creator", _list("Seq", (properties.author,) if properties.author else ())),
        _element("dc:description", _alternatives(properties.description)),
        _element("dc:subject", _list("Bag", properties.keywords)),
        _element("dc:language", _list("Bag", (properties.language,))),
        _element("dc:identifier", escape(properties.identifier)),
        _element("pdf:Keywords", escape(keywords)),
        _element("pdf:Producer", escape(_producer())),
        _element("xmp:CreatorTool", escape(_creator())),
        _element("xmp:CreateDate", moment),
        _element("xmp:ModifyDate", moment),
        _element("xmp:MetadataDate", moment),
    ]
    written = "\n".join(entry for entry in entries if entry)
    is_conforming = properties.is_conforming
    return _PACKET.format(
        claims=_CLAIMS if is_conforming else "",
        properties=written,
        extension=_PDFUA_EXTENSION if is_conforming else "",
    ).encode()


def _creator() -> str:
    return f"cpd-booklet {__version__}"


@cache
def _producer() -> str:
    return f"WeasyPrint {version('weasyprint')}"


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""


def _alternatives(text: str) -> str:
    if not text:
        return ""
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _list(kind: str, items: tuple[str, ...]) -> str:
    if not items:
        return ""
    written = "".join(f"<rdf:li>{escape(item)}</rdf:li>" for item in items)
    return f"<rdf:{kind}>{written}</rdf:{kind}>"
