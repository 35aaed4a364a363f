"""Cells that show what stands in a target's own row on the sheets of indicators and milestones, so
that lists and pages follow a correction there.
"""

from itertools import chain

from xlreport.messages import say
from xlreport.model.judged.judged_live_formulas import named, quoted_string
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.plans.plan import Indicator
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Shown, entry_value
from xlreport.workbook.summary_book.words.summary_issued_words import issued_stamp

MOST_LINKED_ROWS = 3000
"""Rows up to which pages and lists follow: beyond that programs would compute for too long."""


def follows(summary: Summary) -> bool:
    """Say whether pages and lists follow the rows."""
    rows = len(summary.indicators) + len(summary.milestones)
    return rows <= MOST_LINKED_ROWS and any(
        row.live for row in chain(summary.indicators, summary.milestones)
    )


def target_sheet(row: SummaryRow) -> str:
    """Return on which sheet a target has its row."""
    return "indicator" if isinstance(row.target, Indicator) else "milestone"


def own_cell(row: SummaryRow, field: str, code: str = "code") -> str:
    """Return the formula of a cell of the target's own row, found by the code in this one."""
    kind = target_sheet(row)
    found = f"MATCH({named(code)},{named(f'range.{kind}.code')},0)"
    return f"INDEX({named(f'range.{kind}.{field}')},{found})"


def linked_text(row: SummaryRow, field: str, entry: CellEntry, code: str = "code") -> CellEntry:
    """Return a text that follows the target's own row."""
    value = entry_value(entry)
    text = "" if value is None else value
    mark = entry.mark if isinstance(entry, Shown) else ""
    return Shown(value=text, mark=mark, formula=f'{own_cell(row, field, code)}&""')  # type: ignore[arg-type] # no day is linked as a text


def linked_value(
    row: SummaryRow,
    field: str,
    entry: CellEntry,
    *,
    decimals: int | None = None,
    code: str = "code",
) -> CellEntry:
    """Return a number, or the word in its place, that follows the target's own row."""
    cell = own_cell(row, field, code)
    shown = entry if isinstance(entry, Shown) else Shown(value="" if entry is None else entry)  # type: ignore[arg-type] # no day is linked
    places = shown.decimals if shown.decimals is not None else decimals
    formula = f'IF({cell}="","—",{cell})'
    return shown._replace(decimals=places, formula=formula)


def linked_said(summary: Summary, row: SummaryRow, text: str) -> CellEntry:
    """Return an indicator's problems and next steps in one text, which follows its own row."""
    joint = quoted_string(say(summary.plan.language, "summary.said_joint"))
    problems, steps = (own_cell(row, field) for field in ("problems", "next_steps"))
    return Shown(value=text, formula=said_formula(joint, problems, steps))


def said_formula(joint: str, problems: str, steps: str) -> str:
    """Return the formula of two texts in one, with what joins them where both say something."""
    between = f'IF(OR(TRIM({problems})="",TRIM({steps})=""),"",{joint})'
    return f"TRIM({problems})&{between}&TRIM({steps})"


def stamped_by(
    language: str, row: SummaryRow, entry: str, test: str = "", code: str = "code"
) -> CellEntry:
    """Return a text that cannot follow, stamped once the target's own row has been changed.

    Args:
        language: whose words the stamp has.
        row: the target's row.
        entry: the text as issued.
        test: another test than whether anything of the row was changed.
        code: the field that holds the target's code here.
    """
    if not entry:
        return entry
    when = test or f"{own_cell(row, 'changed', code)}=1"
    plain = quoted_string(entry)
    return Shown(value=entry, formula=f"IF({when},{issued_stamp(language)}&{plain},{plain})")
