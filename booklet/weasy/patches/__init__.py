"""Patches: what WeasyPrint does otherwise while we use it, one module for each.

Each module says what is wrong without it (Fault), where that is known upstream (Upstream), on which
input it shows (Smallest input), and when the patch can go (Goes when). For each there is a test in
`tests/test_weasy_patches.py` that shows the fault without the patch. Nothing is changed for longer
than a context lasts, and nothing is imported here: most of these modules need Pango.
"""

PATCHES = (
    "deferred_imports",
    "footnotes",
    "note_pages",
    "line_ends",
    "turned_lines",
    "balanced_lines",
    "floats",
    "whole_drawings",
    "drawn_words",
    "shaped_words",
    "cluster_texts",
    "filled_columns",
    "structure_boxes",
    "deferred_fonts",
    "font_instances",
    "font_dates",
    "solved_values",
    "text_setups",
    "drawn_lines",
    "unset_values",
    "margin_styles",
    "fixed_lengths",
    "hyphenation_patterns",
    "garbage_collection",
    "frame_stack",
)
"""The modules, in the order in which they come into play."""
