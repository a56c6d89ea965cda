"""The plain build with our patches of how WeasyPrint breaks lines and pages.

`python -m benchmarks.yardsticks.patched PROJECT FILE.pdf`. It is not measured: with the same line
ends, two books can be compared to the letter.
"""

from __future__ import annotations

from benchmarks.yardsticks import plain
from booklet.weasy.patches.layout import patched_layout

if __name__ == "__main__":
    with patched_layout():
        plain.main()
