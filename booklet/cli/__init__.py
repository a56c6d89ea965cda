"""The command line: the only part that prints and exits.

Results go to the standard output, everything else to the standard error. Whatever is slow to
import is imported by the verb that needs it, so that `--help` answers at once.
"""

from booklet.cli import author, copier, engineer, handouts, keeping
from booklet.cli.program import app, main

__all__ = ["app", "author", "copier", "engineer", "handouts", "keeping", "main"]
