"""A summary → its files: the workbook, and the rows as data by their suffix."""

from pathlib import Path

from xlreport.model.summary import Summary
from xlreport.pipeline.generate import template_bytes
from xlreport.pipeline.writing import write_whole
from xlreport.publish.rows import rows
from xlreport.publish.tables import write
from xlreport.workbook.summary import summary_workbook


def write_summary(summary: Summary, path: Path, templates: Path | None = None) -> bool:
    """Write the summary workbook; say whether anything changed."""
    look = template_bytes("summary.xlsx", summary.plan.plan.language, templates)
    return write_whole(path, summary_workbook(summary, look))


def write_data(summary: Summary, path: Path) -> bool:
    """Write the rows as CSV, JSON or Parquet; raises CannotRun for another suffix."""
    return write_whole(path, write(rows(summary), path.suffix))
