"""Our own marks in a workbook that we annotated, known by their words in every language."""

from functools import cache
from importlib.resources import files

from xlreport.messages import catalogue
from xlreport.workbook.reading.formats.format_book import Table

_TITLE_ROWS = 3


@cache
def every(key: str) -> frozenset[str]:
    """Return the words of a key in all languages."""
    languages = (entry.name for entry in files("xlreport.messages").iterdir() if entry.is_dir())
    return frozenset(text for language in languages if (text := catalogue(language).get(key)))


def is_our_list(table: Table) -> bool:
    """Say whether a sheet is the list of findings that we put in front."""
    titles = every("annotate.title")
    rows = sorted(row for row, cells in table.rows.items() if cells)[:_TITLE_ROWS]
    return any(
        raw[1] in titles for row in rows for raw in table.rows[row].values() if raw[0] == "s"
    )
