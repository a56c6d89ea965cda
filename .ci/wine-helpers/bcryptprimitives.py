"""Write bcryptprimitives.dll, which Wine 8 lacks and every wheel made from Rust wants.

The file has no code: its one export, ProcessPrng, is forwarded to RtlGenRandom of advapi32 (there
called SystemFunction036), which takes the same arguments. Wine 9 brings the file, and then this one
can go. Usage: bcryptprimitives.py FILE

The layout is that of Microsoft's "PE Format": the DOS header, COFF header, optional header, the
table of sections, and one section with the export directory.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

_SECTION = 0x1000
"""Address of the only section in memory, and the alignment of sections there."""

_FILE_ALIGNMENT = 0x200
_DLL_64_BIT = 0x2022
_READABLE_DATA = 0x40000040


def forwarding_dll(name: bytes, export: bytes, target: bytes) -> bytes:
    """Lay out a 64-bit DLL with one function, which another DLL has.

    Args:
        name: of the DLL.
        export: name of the function.
        target: the other DLL without its ending, a dot, and the function's name there.
    """
    exports = _export_directory(name, export, target)
    optional = _optional_header(len(exports))
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, len(optional), _DLL_64_BIT)
    section = struct.pack(
        "<8sIIIIIIHHI", b".rdata", len(exports), _SECTION, _FILE_ALIGNMENT, _FILE_ALIGNMENT,
        0, 0, 0, 0, _READABLE_DATA,
    )  # fmt: skip
    dos = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
    headers = dos + b"PE\0\0" + coff + optional + section
    return headers.ljust(_FILE_ALIGNMENT, b"\0") + exports.ljust(_FILE_ALIGNMENT, b"\0")


def _export_directory(name: bytes, export: bytes, target: bytes) -> bytes:
    """Write the directory, its three tables of one entry each, and the texts they lead to."""
    functions = _SECTION + 40
    names, ordinals, texts = functions + 4, functions + 8, functions + 12
    export_at = texts + len(name) + 1
    target_at = export_at + len(export) + 1
    directory = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, texts, 1, 1, 1, functions, names, ordinals)
    tables = struct.pack("<IIHH", target_at, export_at, 0, 0)
    return directory + tables + b"\0".join([name, export, target, b""])


def _optional_header(size_of_exports: int) -> bytes:
    """Write the optional header, with the export directory as the first of 16 data directories."""
    standard = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, _FILE_ALIGNMENT, 0, 0, _SECTION)
    specific = struct.pack(
        "<QIIHHHHHHIIIIHH", 0x180000000, _SECTION, _FILE_ALIGNMENT, 6, 0, 0, 0, 6, 0, 0,
        2 * _SECTION, _FILE_ALIGNMENT, 0, 3, 0x160,
    )  # fmt: skip
    stack_and_heap = struct.pack("<QQQQII", 1 << 20, 1 << 12, 1 << 20, 1 << 12, 0, 16)
    directories = struct.pack("<II", _SECTION, size_of_exports) + bytes(8 * 15)
    return standard + specific + stack_and_heap + directories


if __name__ == "__main__":
    content = forwarding_dll(b"bcryptprimitives.dll", b"ProcessPrng", b"advapi32.SystemFunction036")
    Path(sys.argv[1]).write_bytes(content)
