"""Every file of the corpus is also read by calamine, another reader, in a process of its own: where both read it,
they read the same.
"""

import io
import multiprocessing
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import python_calamine

from tests.hostile.corpus import corpus
from xlreport.model.returns.refusal import Refused
from xlreport.workbook.reading.formats.book import Book
from xlreport.workbook.reading.formats.cells import cell_value
from xlreport.workbook.reading.formats.opening import book_of

SECONDS = 20.0
Values = dict[tuple[str, int, int], object]
DIFFERENT: Mapping[str, str] = {
    "number-blanks": "calamine takes a number with blanks around it for a text",
    "value-in-other-space": "calamine takes an element of another namespace for the value",
    "value-in-parts": "calamine reads one piece of a value that CDATA divides",
    "value-reference": "calamine drops characters that are written as references",
    "value-with-comment": "calamine reads one piece of a value that a comment divides",
}
"""Files of which the two read different things, and why ours is right."""


def theirs(content: bytes) -> Values:
    """What calamine reads, without what it reads as empty: errors, and formulas without a result."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: Values = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        for row, cells in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            for column, cell in enumerate(cells, left + 1):
                if cell != "":
                    found[name, row, column] = plain(cell)
    return found


def ours(book: Book) -> Values:
    """What we read in the form in which calamine says it."""
    found: Values = {}
    for table in book.tables:
        for row, cells in table.rows.items():
            for column, (kind, text, style, _) in cells.items():
                if kind in "sn" and text and style < len(book.formats):
                    _, held = cell_value(
                        kind, text, book.formats[style], epoch_1904=book.epoch_1904
                    )
                    found[table.name, row, column] = plain(held)
    return found


def plain(value: object) -> object:
    """A number as a float, a day as its day, a text without what each reader does with line ends."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, timedelta):
        return None
    if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
        return float(f"{float(value):.14g}")
    return value if isinstance(value, date) else str(value).replace("\r", "").strip()


def _in_its_process(content: bytes, queue: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    try:
        queue.put(theirs(content))
    except BaseException as error:  # noqa: BLE001 - a panic of calamine is no Exception
        queue.put(type(error).__name__)


def apart(content: bytes) -> Values | str:
    """What calamine reads in a process that may die or hang."""
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=_in_its_process, args=(content, queue), daemon=True)
    process.start()
    try:
        return queue.get(timeout=SECONDS)  # type: ignore[no-any-return]
    except Exception:  # noqa: BLE001 - it died or took too long
        return "died"
    finally:
        process.kill()
        process.join()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_two_readers_agree(sound: bytes, record_property: object) -> None:
    """Where both read a file, each cell that both call a number, a day or a text is the same to both."""
    assert callable(record_property)
    both, different = 0, {}
    for case in corpus(sound):
        if len(case.content) > 3_000_000:
            continue
        try:
            own = ours(book_of(case.content))
        except Refused:
            continue
        other = apart(case.content)
        if isinstance(other, str):
            continue
        both += 1
        odd = {
            place: (own[place], other[place])
            for place in own.keys() & other.keys()
            if own[place] != other[place] and other[place] is not None
        }
        if odd and case.name not in DIFFERENT:
            different[case.name] = list(odd.items())[:2]
    assert different == {}
    assert both > 60
    record_property("files", both)


def test_the_list_has_no_files_that_are_gone(sound: bytes) -> None:
    """What is listed as different is still in the corpus."""
    assert DIFFERENT.keys() <= {case.name for case in corpus(sound)}
