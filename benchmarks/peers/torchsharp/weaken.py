"""Marks the need for the symbol version GLIBCXX_3.4.32 in a shared library as weak, so that an older C++ library is accepted.

    weaken.py LIBRARY      prints "weakened" where it changed something
"""

import struct
import sys

# The ELF hash of "GLIBCXX_3.4.32", and the flag VER_FLG_WEAK of Vernaux.
VERSION_HASH, WEAK = 0x0297F842, 2
SHT_GNU_VERNEED = 0x6FFFFFFE


def sections(elf):
    """The type, the offset in the file and the number of entries of each section of a 64-bit little-endian ELF file."""
    (table,) = struct.unpack_from("<Q", elf, 0x28)
    size, count = struct.unpack_from("<HH", elf, 0x3A)
    for i in range(count):
        kind, _, _, offset, _, _, info = struct.unpack_from("<IQQQQII", elf, table + i * size + 4)
        yield kind, offset, info


def weaken(elf):
    """Sets the flag in each Vernaux entry of the version; returns whether one lacked it."""
    changed = False
    for kind, need, needs in sections(elf):
        if kind != SHT_GNU_VERNEED:
            continue
        for _ in range(needs):
            _, entries, _, first, following = struct.unpack_from("<HHIII", elf, need)
            entry = need + first
            for _ in range(entries):
                version, flags, _, _, next_entry = struct.unpack_from("<IHHII", elf, entry)
                if version == VERSION_HASH and not flags & WEAK:
                    struct.pack_into("<H", elf, entry + 4, flags | WEAK)
                    changed = True
                entry += next_entry
            need += following
    return changed


def main():
    path = sys.argv[1]
    with open(path, "rb") as file:
        elf = bytearray(file.read())
    if weaken(elf):
        with open(path, "wb") as file:
            file.write(elf)
        print("weakened")


if __name__ == "__main__":
    main()
