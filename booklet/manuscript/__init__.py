"""The author's files as values: chapters' sources, their metadata, their pictures."""

from booklet.manuscript.load import Manuscript, ManuscriptPart, read_manuscript
from booklet.manuscript.pictures import read_named_picture, read_pictures

__all__ = ["Manuscript", "ManuscriptPart", "read_manuscript", "read_named_picture", "read_pictures"]
