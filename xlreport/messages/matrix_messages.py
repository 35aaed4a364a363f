"""What the county × target matrix says, in its sheet and on its page alike."""

from xlreport.messages import say
from xlreport.model.judged.judged_assessment import SYMBOLS
from xlreport.model.judged.judged_matrix import MatrixColumn, MatrixRow, matrix_figure
from xlreport.model.judged.judged_summary import Beside


def column_head(language: str, column: MatrixColumn) -> str:
    """Return a column's head: its name, and its period where that is another."""
    if not column.period:
        return column.name
    return say(language, "matrix.other_period", name=column.name, period=column.period)


def answer_words(language: str, one: Beside, unit: str) -> str:
    """Return one answer in words: its light with the figure, the state, or that there is none."""
    symbol = SYMBOLS[one.status]
    if one.actual is not None:
        return f"{symbol} {matrix_figure(one.actual)}{'' if one.unit == unit else one.unit}"
    if one.state:
        return f"{symbol} {say(language, f'state.{one.state}')}"
    return f"{symbol} {say(language, f'status.{one.status}')}"


def missing_words(language: str, row: MatrixRow) -> str:
    """Return how many parts are missing in a sum and whose; nothing where nothing is added."""
    if not row.adds_up:
        return say(language, "matrix.not_added")
    if not row.missing:
        return say(language, "matrix.whole")
    names = say(language, "matrix.joint").join(row.missing)
    return say(language, "matrix.missing", count=len(row.missing), names=names)
