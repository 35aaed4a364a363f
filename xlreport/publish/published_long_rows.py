"""Rows in long form, one a target and period, with the days of each period: for pandas, Power BI
and Superset.
"""

from collections.abc import Iterable

from xlreport.model.judged.judged_summary import Summary
from xlreport.model.period import Period
from xlreport.publish.published_rows import Row, rows

#: Of the columns of `rows.COLUMNS` those that are the same kind of thing in every period; words
#: stay in `--data`. `--last` takes such a file too, so that lights, trends and the year's end reach
#: back over all its
#: periods.
LONG_COLUMNS = (
    "plan", "period", "period_start", "period_end", "kind", "department_code", "department",
    "leader", "indicator",
    "name", "section", "commitment", "unit", "measure", "direction", "comparator", "printed",
    "target", "expected",
    "actual", "green", "amber", "gap", "attainment", "status", "rule", "provisional", "deadline",
    "state",
    "expected_on", "no_data", "baseline_reported", "source_file",
)  # fmt: skip


def long_rows(summaries: Iterable[Summary]) -> list[Row]:
    """Return the rows of several periods, one after the other, each period with its first and last
    day.

    Every period is judged as it stood: by the plan in force then, with what was reported by then.
    """
    listed: list[Row] = []
    for summary in summaries:
        for row in rows(summary):
            period = Period.parse(str(row["period"]))
            dated = row | {"period_start": period.start, "period_end": period.end}
            listed.append({column: dated[column] for column in LONG_COLUMNS})
    return listed
