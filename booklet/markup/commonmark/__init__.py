"""CommonMark 0.31 and GFM's extensions, read into Python-Markdown's tree.

Python-Markdown cuts a text at its blank lines before it looks for lists and quotations, and looks
for one kind of inline markup after the other. CommonMark goes line by line through the open blocks
(Appendix, "A parsing strategy"), and from left to right through a text. So one block processor and
one tree processor, which follow the specification, stand in the place of the library's own.
"""
