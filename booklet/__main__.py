"""`python -m booklet` is the command `booklet`."""

import os.path
import sys

# Python looks for modules in the current folder first, which may hold anybody's typer.py. What is
# imported above is in memory since Python started.
_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - before pathlib is imported
if not sys.flags.safe_path and sys.path[:1] != [_HOME]:
    del sys.path[:1]

if __name__ == "__main__":
    from booklet.cli import main

    main()
