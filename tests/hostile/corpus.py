"""Hostile and broken files, made from one sound workbook: `python -m tests.hostile.corpus WORKBOOK DIR` writes them.

Each case is a name, the file, and what must come of it: a finding's code where it is refused, `refused` where any
code will do, `same` where it is read with the values of the sound workbook, `any` where either will do, `note CODE`
where it is read and something is said about it, `read` where it is read with whatever values.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.binaries import binary_parts, containers, records
from tests.hostile.cells import active, cells, old_formats, sheets
from tests.hostile.containers import archives, entries, office_files, other_files
from tests.hostile.good import good_files
from tests.hostile.opendocument import documents
from tests.hostile.parts import markup, packages
from tests.hostile.spoiling import Case
from tests.hostile.wrappings import crowded, everywhere, mixed, related, wrapped

MAKERS = (
    archives, entries, other_files, office_files, packages, markup, sheets, cells, active, old_formats, wrapped,
    everywhere, related, mixed, crowded, documents, containers, records, binary_parts,
    good_files,
)  # fmt: skip


def corpus(sound: bytes) -> Iterator[Case]:
    """Yield every case made from a sound workbook."""
    for maker in MAKERS:
        yield from maker(sound)


if __name__ == "__main__":
    out = Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for case in corpus(Path(sys.argv[1]).read_bytes()):
        (out / f"{case.name}.xlsx").write_bytes(case.content)
        print(case.name, case.expected, sep="\t")  # noqa: T201 - it is a script
