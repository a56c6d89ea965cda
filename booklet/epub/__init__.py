"""The e-book: content documents, pictures and metadata packed as EPUB 3.3."""

from booklet.epub.documents import lay_out_documents
from booklet.epub.make import make_epub
from booklet.epub.sanitise import finish_content

__all__ = ["finish_content", "lay_out_documents", "make_epub"]
