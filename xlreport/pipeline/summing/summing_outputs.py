"""A summary → its files: the workbook, and the rows as data by their suffix. What writes a file is
loaded when one is asked for, so that a command starts soon.
"""

import os
from functools import partial
from pathlib import Path

from xlreport.model.judged.judged_matrix import Matrix
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.pipeline.files.edited_outputs import place_beside, sealed, write_beside_edits
from xlreport.pipeline.files.template_files import template_bytes
from xlreport.pipeline.files.writing_files import prove_out, write_whole
from xlreport.pipeline.summing.consolidating import periods
from xlreport.publish.published_files import WRITERS, write
from xlreport.workbook.summary_book.summary_workbook import summary_workbook


def prove_outputs(
    out: Path | None,
    *,
    data: Path | None = None,
    long: Path | None = None,
    html: Path | None = None,
    scores: Path | None = None,
) -> None:
    """Refuse outputs whose names do not fit what is written; asked before anything is read.

    Args:
        out: the workbook.
        data: the rows of one period.
        long: the rows of all periods.
        html: the page.
        scores: the scores of departments.

    Raises:
        CannotRun: `out-suffix` and what else `prove_out` refuses.
    """
    for path in (data, long, scores):
        prove_out(path, WRITERS)
    prove_out(out, (".xlsx",))
    prove_out(html, (".html", ".htm"))


def write_all(
    summary: Summary,
    out: Path | None,
    *,
    data: Path | None = None,
    long: Path | None = None,
    html: Path | None = None,
    scores: Path | None = None,
    templates: Path | None = None,
    sheets: frozenset[str] = frozenset(),
) -> list[tuple[Path, bool]]:
    """Write the summary in every form asked for; return each file with whether anything in it
    changed. A workbook that somebody edited is left, and the new one written beside it.

    Args:
        summary: what is written.
        out: the workbook.
        data: the rows.
        long: a row for each target and period.
        html: the web page.
        scores: a row for each department.
        templates: the folder of restyled workbooks.
        sheets: the kinds of sheets that are asked for; none for what every workbook has.

    Raises:
        CannotRun: the first that cannot be written says why; the others are written.
    """
    written, failed = [], []
    out = None if out is None else place_beside(out)
    for path, write_one in (
        (out, partial(write_summary, templates=templates, sheets=sheets)),
        (data, write_data),
        (long, write_long),
        (html, write_page),
        (scores, write_scores),
    ):
        try:
            if path is not None:
                written.append((path, write_one(summary, path)))
        except CannotRun as error:  # one that is open elsewhere does not cost the others
            failed.append(error)
    if failed:
        raise failed[0]
    return written


def write_summary(
    summary: Summary,
    path: Path,
    templates: Path | None = None,
    sheets: frozenset[str] = frozenset(),
) -> bool:
    """Write the summary workbook; say whether anything changed."""
    look = template_bytes("summary.xlsx", summary.plan.language, templates)
    made = summary_workbook(summary, look, _places(summary, path), sheets)
    return write_whole(path, sealed(made))


def _places(summary: Summary, out: Path) -> dict[str, str]:
    """Return, of each file that is evidence, the path from the folder of an output to it, by where
    it lies; a file on another disk has none.
    """
    found = {}
    for one in (named.kept for row in summary.rows for named in row.evidence if named.kept):
        try:
            way = os.path.relpath(Path(one.path).absolute(), out.absolute().parent)
        except ValueError:
            continue
        found[one.path] = f"./{Path(way).as_posix()}"
    return found


def write_data(summary: Summary, path: Path) -> bool:
    """Write the rows as CSV, JSON or Parquet; raises CannotRun for another suffix."""
    from xlreport.publish.published_rows import columns_in, rows

    return write_whole(path, write(rows(summary), path.suffix, columns_in(summary)))


def write_page(summary: Summary, path: Path) -> bool:
    """Write the summary as one web page; say whether anything changed."""
    from xlreport.publish.published_page import page_html

    return write_whole(path, page_html(summary, _places(summary, path)))


def write_matrix(
    matrix: Matrix,
    out: Path,
    *,
    html: Path | None = None,
    data: Path | None = None,
    templates: Path | None = None,
) -> list[Path]:
    """Write a county × target matrix as a workbook, a page and data; return the files. A
    workbook that somebody edited is left, and the new one written beside it.

    Args:
        matrix: what is written.
        out: the workbook.
        html: the page, where one is wanted.
        data: the rows, where they are wanted.
        templates: a folder of restyled workbooks.
    """
    from xlreport.publish.published_matrix_page import MATRIX_COLUMNS, matrix_page, matrix_rows
    from xlreport.workbook.summary_book.summary_book_matrix import matrix_workbook

    look = template_bytes("summary.xlsx", matrix.plan.language, templates)
    out = write_beside_edits(out, matrix_workbook(matrix, look))
    if html is not None:
        write_whole(html, matrix_page(matrix))
    if data is not None:
        write_whole(data, write(matrix_rows(matrix), data.suffix, MATRIX_COLUMNS))
    return [path for path in (out, html, data) if path is not None]


def write_scores(summary: Summary, path: Path) -> bool:
    """Write a row for each department as CSV, JSON or Parquet.

    Raises:
        CannotRun: `no-scores` where the plan has none; another suffix.
    """
    from xlreport.publish.published_scores import SCORE_COLUMNS, score_rows

    if not summary.scores:
        raise CannotRun("no-scores", USAGE, plan=summary.plan.code)
    return write_whole(path, write(score_rows(summary), path.suffix, SCORE_COLUMNS))


def write_long(summary: Summary, path: Path) -> bool:
    """Write a row for each target and period as CSV, JSON or Parquet; raises CannotRun for another
    suffix.
    """
    from xlreport.publish.published_long_rows import LONG_COLUMNS, long_rows

    return write_whole(path, write(long_rows(periods(summary)), path.suffix, LONG_COLUMNS))
