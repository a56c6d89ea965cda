"""`python -m venv` for Python's embeddable package, which lacks it: virtualenv does the work.

A Python that people install on Windows has it; PyPI has no such Python.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.insert(0, r"C:\virtualenv")
    import virtualenv

    names = {"--without-pip": "--no-seed"}
    arguments = [names.get(argument, argument) for argument in sys.argv[1:]]
    # Wine says that it can make symbolic links, and then the files are not copied. Scripts that
    # activate an environment are not wanted, and virtualenv stumbles over our folder's name.
    virtualenv.cli_run([*arguments, "--copies", "--activators=", "--no-periodic-update"])
