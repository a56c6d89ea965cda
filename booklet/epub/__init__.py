"""The e-book: content documents, pictures and metadata packed as EPUB 3.3."""

from booklet.epub.documents import lay_out_documents
from booklet.epub.gate import screen_content
from booklet.epub.make import make_epub

__all__ = ["lay_out_documents", "make_epub", "screen_content"]
