"""How fast the program is, measured side by side with plain ways to make the same book.

`python -m benchmarks.run --help` tells more. Nothing here belongs to the installed program.
"""
