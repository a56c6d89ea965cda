"""Pages: each division is set on its own, page numbers settle, fragments are joined."""

from booklet.typeset.book import Progress, TypesetBook, typeset

__all__ = ["Progress", "TypesetBook", "typeset"]
