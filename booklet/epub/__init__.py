"""The e-book: content documents, pictures and metadata packed as EPUB 3.3."""

from booklet.epub.make import make_epub

__all__ = ["make_epub"]
