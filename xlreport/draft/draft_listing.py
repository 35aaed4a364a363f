"""A draft's ticked rows as tab-separated text, for comparing with a list made by hand."""

import re

from xlreport.model.plans.plan_draft_types import Draft

COLUMNS = ("name", "quote", "value", "unit", "comparator", "commitment")


def tsv(draft: Draft) -> str:
    """Return the ticked rows that print a figure, one a line under a head; a range's value is `5-6`.

    What prints no number (全覆盖, 高于去年) has no value to compare, and stays out.
    """
    lines = ["\t".join(COLUMNS)]
    for row in draft.ticked:
        if row.figured:
            cells = (
                row.name,
                row.quote,
                row.number,
                row.unit,
                row.comparator,
                row.commitment.value,
            )
            lines.append("\t".join(re.sub(r"\s+", " ", cell) for cell in cells))
    return "\n".join(lines) + "\n"
