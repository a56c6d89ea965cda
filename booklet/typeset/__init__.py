"""Pages: each division is set on its own, page numbers settle, fragments are linked."""

from booklet.typeset.book import TypesetBook, find_pages, typeset
from booklet.typeset.equipment import PLAIN, Equipment, Progress

__all__ = ["PLAIN", "Equipment", "Progress", "TypesetBook", "find_pages", "typeset"]
