"""What Wine 8 cannot do; every Python that it runs begins with this."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import _winapi

    # Wine has CopyFile2 in its list and kills whoever calls it; shutil asks whether it is there.
    _winapi.__dict__.pop("CopyFile2", None)
