"""Tags: the structure tree says what the HTML meant, so that a screen reader can (PDF/UA).

WeasyPrint builds a tree; `pdf_tree` makes nodes of it, one small repair after another changes them,
and `pdf_tree` writes them back. Which box each element was made for, is recorded by
`patches/structure_boxes.py`.
"""
