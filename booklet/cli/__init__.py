"""The command line: one file for each command, and the only part that prints and exits.

Results go to the standard output, everything else to the standard error. Whatever is slow to
import is imported inside the command that needs it, so that `--help` answers at once.
"""

from booklet.cli.program import main, make_app

__all__ = ["main", "make_app"]
