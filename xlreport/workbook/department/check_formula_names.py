"""The questions of a data sheet's checks as defined names, each written once a workbook.

A name refers to columns of its own sheet in whichever row it is used (`'指标填报'!$K1`, as programs
store a reference that is relative to the first cell), so that a row's own formula says only what
is particular to that row. All names of one sheet begin alike: `xl_i_`, `xl_m_`.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from xlreport.messages import say
from xlreport.messages.reason_messages import (
    NO_NAME,
    NO_REASON,
    NOTHING,
    SHORTEST_REASON,
    is_reason,
    words,
)
from xlreport.model.period import Period
from xlreport.model.plans.plan_form_types import STATES, IndicatorRow, MilestoneRow
from xlreport.workbook.department.form_layout import SheetLayout
from xlreport.workbook.department.form_live_formulas import formula_text
from xlreport.workbook.workbook_names import column_name, quoted_sheet_name

_SIGNS = " 　\xa0,，.。、;；:：()（）!！?？“”-—－–_/／\\…·+"
"""Signs that are typed between words or alone."""
_WORDS = ("progress", "source", "problems", "next_steps", "remark")
_YEARS_BACK, _YEARS_AHEAD = 10, 30
"""Around the plan's year, as the reading of dates has it (`checks/typed/typed_days.py`)."""
_BETWEEN = "。，, "
"""Signs in which a remark may differ and still be the same."""
_LONGEST_REMARK = 200
"""Characters of last period's remark that are looked for in this one's."""


def last_remark(row: IndicatorRow | MilestoneRow) -> str:
    """Return last period's remark as this one's is compared with it; empty where it was no
    reason.
    """
    said = row.last_remark.strip()
    for sign in _BETWEEN:
        said = said.replace(sign, "")
    if is_reason(said) and len(said) <= _LONGEST_REMARK:
        return said
    return ""


class CheckNames:
    """The names of one data sheet, by what they say; `names` collects those that are used."""

    def __init__(self, language: str, sheet: SheetLayout, period: Period, lists: str) -> None:
        self.language = language
        self.kind = sheet.look.kind
        self.period = period
        self.hidden = {
            field
            for field, column in sheet.look.places.items()
            if column in sheet.look.hidden_columns
        }
        title = quoted_sheet_name(sheet.look.title)
        self.cells: Mapping[str, str] = {
            field: f"{title}!${column_name(column)}1" for field, column in sheet.look.places.items()
        }
        self.lists = lists
        """The cell of last period's remark on the sheet of lists; empty where none was made."""
        self.names: dict[str, str] = {}
        self.reason = self._reason()
        self.fine = self.name("ok", self.words("complete"))

    def name(self, short: str, formula: str) -> str:
        """Define a name and return it."""
        full = f"xl_{self.kind[0]}_{short}"
        self.names[full] = formula
        return full

    def words(self, key: str, **fields: object) -> str:
        """Return a check's words as a formula writes them."""
        return formula_text(say(self.language, f"check.{key}", **fields))

    def blank(self, field: str) -> str:
        """Return the question whether nothing but blanks stands in a cell."""
        return f"LEN(TRIM({self.cells[field]}))=0"

    def nothing(self, field: str) -> str:
        """Return the name of the question whether a cell says nothing: 无, 暂无数据, —."""
        kinds = "xl_no_name" if field == "source" else "xl_nothing"
        return self.once(f"n_{field}", self._made_of(field, kinds))

    def once(self, short: str, formula: str) -> str:
        """Define a name where it is not yet defined, and return it."""
        full = f"xl_{self.kind[0]}_{short}"
        self.names.setdefault(full, formula)
        return full

    def _made_of(self, field: str, kinds: str) -> str:
        cell = self.cells[field]
        return f"{_length_of(cell, kinds)}>=LEN({cell})"

    def _reason(self) -> str:
        """Define whether the remark gives a reason, as `messages.reason_words.is_reason` has it."""
        cell = self.cells["remark"]
        long = f"LEN({cell})-{_length_of(cell, 'xl_signs')}>={SHORTEST_REASON}"
        other = f"NOT({self._made_of('remark', 'xl_no_reason')})"
        again = f"{_plain(cell)}<>{self.lists}" if self.lists else ""
        return self.once("r", f"AND({','.join(q for q in (long, other, again) if q)})")

    def faulty(self) -> str:
        """Return the name of the question whether a cell of words holds an error value."""
        words = "&".join(self.cells[field] for field in _WORDS if field in self.cells)
        return self.once("er", f"ISERROR({words})")


def word_names() -> Mapping[str, str]:
    """Return the lists of words that all checks share, as names and arrays of a formula."""
    kinds = {"xl_no_name": NO_NAME, "xl_nothing": NOTHING, "xl_no_reason": NO_REASON}
    found = {name: array((*_SIGNS, *words(*listed))) for name, listed in kinds.items()}
    return found | {"xl_signs": array(_SIGNS)}


def array(pieces: Iterable[str]) -> str:
    """Return words as formulas write a list."""
    return "{" + ",".join(formula_text(piece) for piece in pieces) + "}"


def _length_of(cell: str, kinds: str) -> str:
    """Return how many characters of a cell belong to words of a list."""
    return f'SUMPRODUCT(LEN({cell})-LEN(SUBSTITUTE(LOWER({cell}),{kinds},"")))'


def _plain(cell: str) -> str:
    for sign in _BETWEEN:
        cell = f'SUBSTITUTE({cell},"{sign}","")'
    return cell


def figure_name(names: CheckNames, field: str) -> str:
    """Define the number that a cell shows, or "" where it shows none, and return the name.

    A text is taken for one as the reading takes it: full-width digits, 约, 左右 or the row's unit
    beside them. What only a person reads (五万, 1,2) is asked for as a number. Each name refers to
    another once: LibreOffice writes names out where they are used.
    """
    cell = names.cells[field]
    shown = names.cells.get("basis", names.cells.get("unit", '""'))
    unit = names.once("u", f"LEFT({shown},FIND(CHAR(10),{shown}&CHAR(10))-1)")
    text = f"ASC(TRIM({cell}))"
    for piece in ('" "', unit, '"约"', '"左右"'):
        text = f'SUBSTITUTE({text},{piece},"")'
    look = f'LEFT(CELL("format",{cell}))'
    share = f'IF(OR({unit}="%",{unit}="个百分点"),{cell}*100,"")'
    # Of a day Excel says D; LibreOffice says G, as Excel does of a plain number.
    none = f'OR({look}="D",AND({look}="G",xl_plain_look<>"G"),ISLOGICAL({cell}))'
    number = f'IF({none},"",IF({look}="P",{share},IF(ABS({cell})>=10^15,"",{cell})))'
    # Behind an exponent nothing is taken for a day, a fraction or a percentage any more.
    read = f'IFERROR(IF(ISNUMBER({cell}),{number},VALUE({text}&"E0")),"")'
    return names.name(f"f{field[0]}", read)


def state_name(names: CheckNames) -> str:
    """Define the place of the state in the list of states, 0 where it is none."""
    found = f"INDEX(xl_state_places,MATCH(TRIM({names.cells['state']}),xl_state_words,0))"
    return names.name("st", f"IFERROR({found},0)")


def define_day(names: CheckNames) -> str:
    """Define the day that a cell shows (a date, 20200630, 2020年6月30日), or "" where none."""
    cell, year = names.cells["expected"], names.period.year
    least, most = date(year - _YEARS_BACK, 1, 1), date(year + _YEARS_AHEAD, 12, 31)
    text = f"ASC(TRIM({cell}))"
    for piece, other in (("年", "-"), ("月", "-"), ("日", ""), (".", "-"), ("/", "-")):
        text = f'SUBSTITUTE({text},"{piece}","{other}")'
    text = names.name("d1", text)
    two = f'AND(MID({text},5,1)="-",LEN(SUBSTITUTE({text},"-",""))=LEN({text})-2)'
    digits = f"DATE(INT({cell}/10000),MOD(INT({cell}/100),100),MOD({cell},100))"
    number = f"IF({cell}>20000000,{digits},INT({cell}))"
    day = names.name(
        "d2", f"IFERROR(IF(ISNUMBER({cell}),{number},IF({two},DATEVALUE({text}),0)),0)"
    )
    within = f"AND({day}>={formula_day(least)},{day}<={formula_day(most)})"
    return names.name("d", f'IF({within},{day},"")')


def formula_day(day: date) -> str:
    """Return a day as formulas write it."""
    return f"DATE({day.year},{day.month},{day.day})"


def state_places() -> Mapping[str, int]:
    """Return the place of each state in the list, counted from 1."""
    return {state: place for place, state in enumerate(STATES, 1)}
