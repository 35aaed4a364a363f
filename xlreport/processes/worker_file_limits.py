"""How much of a file is believed: every limit of the reading side, with where it comes from.

The largest honest workbook seen has 36 parts, 400 KB inflated, 56:1 in its styles; the limits leave
a wide margin.
"""

MIB = 1024 * 1024

FILE_BYTES = 20 * MIB
"""Size of a file on disk."""
PARTS = 500
"""Entries of an archive."""
PART_BYTES = 120 * MIB
"""One part, inflated."""
TOTAL_BYTES = 200 * MIB
"""All parts, inflated."""
RATIO = 100
"""Inflated bytes for one packed byte; asked of parts beyond `RATIO_FROM`."""
RATIO_FROM = MIB
DEPTH = 64
"""How deep XML elements nest."""
MOST_SHEETS = 100
NAMES = 200_000
"""Defined names; old workbooks of a finance office carry 50,000 that lead nowhere."""
FORMATS = 65_536
"""Cell formats; Excel takes 64,000."""
STRINGS = 500_000
"""Shared strings."""
TEXT = 32_767
"""Characters of a cell; Excel takes no more."""
FORMULA_LENGTH = 8_192
"""Characters of a formula; Excel takes no more."""
FILLED_CELLS = 200_000
"""Cells with something in them, in all sheets."""
MOST_CELLS = 1_000_000
"""Cells as XML elements in all sheets, empty styled ones included."""
ROWS = 1_048_576
MOST_COLUMNS = 16_384
MERGES = 10_000
MERGED_ROWS = 200_000
"""Rows that all merged ranges of a sheet cover together, counted where the sheet has cells."""
HEADER_ROWS = 40
"""The heading row is looked for in this many rows from the top, empty ones not counted."""
HEADING = 80
"""Characters of a heading; longer texts are not compared with headings."""
CODES_A_SHEET = 5
"""Different template codes reported from one sheet."""
STRANGERS = 500
"""Cells of rows without a code that are named."""
MARKS = 2_000
"""Lines in the list of an annotated copy, and cells marked in it."""

MEMORY_BYTES = 512 * MIB
"""Memory of a worker beyond what it starts with."""
SECONDS = 20.0
"""Time for one file in a worker."""
BATCH = 16
"""Files sent to a worker at once."""
