"""Pages: each division is set on its own, page numbers settle, fragments are linked."""

from booklet.typeset.book import Progress, TypesetBook, find_pages, typeset

__all__ = ["Progress", "TypesetBook", "find_pages", "typeset"]
