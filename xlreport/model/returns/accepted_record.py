"""Records: accepted values, each with the file and the cell it came from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlreport.model.model_quick_values import quickly_made
from xlreport.model.period import Period

TOO_LARGE = Decimal(10) ** 15
"""From here on a figure has more digits than a spreadsheet keeps."""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One accepted row of one department for one period."""

    plan: str
    period: Period
    department: str
    kind: str
    """`indicator` or `milestone`."""
    code: str
    value: Decimal | None = None
    """None where the department says 无数据 with a reason, or the figure was not asked and left
    blank.
    """
    state: str = ""
    expected: date | None = None
    """The date on which a milestone was, or is expected to be, done."""
    progress: str = ""
    problems: str = ""
    next_steps: str = ""
    source: str = ""
    remark: str = ""
    evidence: str = ""
    """佐证材料: names of files, or links, as typed."""
    baseline: Decimal | None = None
    """Last year's figure, where the department was asked for it."""
    no_data: bool = False
    """The department said that there is no figure, and why (in `remark`)."""
    provisional: bool = False
    """暂用: from a workbook with errors elsewhere, or with a warning that nobody has explained."""
    telephone: str = ""
    filled_by: str = ""
    file: str = ""
    sha256: str = ""
    sheet: str = ""
    cell: str = ""

    def is_of(self, department: str, period: Period) -> bool:
        """Say whether a department reported it for a period."""
        return self.department == department and self.period == period

    def is_about(self, code: str, period: Period) -> bool:
        """Say whether it is what a row reported for a period."""
        return self.code == code and self.period == period
