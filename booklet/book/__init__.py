"""The book: chapters put in order, with what holds them together.

The contents, links that lead from one chapter to another, one list of terms, one store of pictures.
A book knows nothing of paper or screens.
"""

from booklet.book.assemble import make_book
from booklet.book.book import Book, BookPart, Publication, Term
from booklet.book.identity import UNDATED

__all__ = ["UNDATED", "Book", "BookPart", "Publication", "Term", "make_book"]
