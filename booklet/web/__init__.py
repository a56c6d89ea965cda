"""The page for phones: a whole booklet as one HTML file that needs nothing else."""

from booklet.web.page import Download, lay_out_web_page
from booklet.web.self_contained import FinishedPage, finish_page

__all__ = ["Download", "FinishedPage", "finish_page", "lay_out_web_page"]
