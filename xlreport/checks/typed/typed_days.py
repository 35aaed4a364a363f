"""What people type in a date cell: 2020年6月30日, 2020.6.30, 20200630, 6月底, a serial number."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from xlreport.checks.typed.typed_value import Reading, plain_text, says_none
from xlreport.model.returns.submission import Cell, CellKind

_LONGEST = 40
_YEARS_BACK, _YEARS_AHEAD = 10, 30
_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Serial numbers of the days of 2000 to 2099."""
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
# words before a day: 预计, 力争于
_BEFORE = re.compile(r"大?约|预计|计划|争取|力争|拟|已于|于|将于|定于|最迟|不晚于|在")
# words behind a day: 前, 左右, 完成
_BEHIND = re.compile(r"左右|前后|之?前|以前|完成|竣工|完工|建成|投产|开工|启动|办结|实现|号?交付")
_YEAR_WORDS = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "去年": -1, "上年": -1}
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# 1st, 22nd, or a number alone
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
# 30 June 2020, end of June, June 30th, 2020
_ENGLISH = re.compile(
    rf"(?:{_ORDINAL} )?(?:end (?:of )?)?([a-z]{{3,9}})\.?(?: {_ORDINAL}(?=,|$))?,?(?: ?(\d{{4}}))?"
)
# the time of day that a program puts behind a date
_TIME = re.compile(r"(?<=\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_LAST_OF_MONTH = {"": 0, "底": 0, "末": 0, "份": 0, "下旬": 0, "内": 0, "上旬": 10, "中旬": 20}
_QUARTERS = {"1": 3, "2": 6, "3": 9, "4": 12}


def read_day(cell: Cell, year: int) -> Reading[date]:
    """Read a date cell; a date without a year falls into the given one."""
    match cell.kind:
        case CellKind.BLANK:
            return Reading()
        case CellKind.ERROR:
            return Reading(question="error-value")
        case CellKind.NO_RESULT:
            return Reading(question="no-result")
        case CellKind.OBJECT:
            return Reading(question="object-in-cell")
        case CellKind.DATE if isinstance(cell.raw, date):
            day = cell.raw.date() if isinstance(cell.raw, datetime) else cell.raw
            return _near(Reading(value=day), year)
        case CellKind.NUMBER if isinstance(cell.raw, Decimal):
            return _near(_from_number(cell.raw), year)
        case CellKind.TEXT if isinstance(cell.raw, str):
            return _near(_from_text(cell.raw, year), year)
    return Reading(question="not-a-date")


def _near(read: Reading[date], year: int) -> Reading[date]:
    """Refuse years far from the plan's: a 6 in a date format is 6 January 1900."""
    if read.value is not None and not year - _YEARS_BACK <= read.value.year <= year + _YEARS_AHEAD:
        return Reading(question="not-a-date")
    return read


def _from_number(raw: Decimal) -> Reading[date]:
    """Read 44012 as its serial number and 20200630 as its digits; 6.3 may be the 3rd or the
    30th.
    """
    if raw != int(raw):
        return Reading(question="ambiguous-date")
    if int(raw) in _SERIALS:
        return Reading(value=_EPOCH + timedelta(days=int(raw)), note="read-as")
    return _compact(str(int(raw)))


def _from_text(raw: str, year: int) -> Reading[date]:
    text = plain_text(raw)
    if not text:
        return Reading()
    if says_none(text):
        return Reading(said_none=True)
    if len(text) > _LONGEST:
        return Reading(question="not-a-date")
    iso = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)
    core, kept = _bare(_TIME.sub("", text))
    for word, shift in _YEAR_WORDS.items():
        if core.startswith(word):
            core, year = core.removeprefix(word), year + shift
    for read in (_full, _month, _day_of_year, _part_of_year, _english):
        found = read(core, year, kept)
        if found is not None:
            return replace(found, note="" if found.question or iso else "read-as")
    return Reading(question="ambiguous-date" if len(re.findall(r"\d+", core)) > 1 else "not-a-date")


def _bare(text: str) -> tuple[str, str]:
    """Take words such as 预计 and 前 away, and write Chinese numerals as digits; return what is
    left and taken.
    """
    kept: list[str] = []
    text = re.sub(r"\s+", " ", text).rstrip("。.;,")
    text = re.sub(r"(?<![A-Za-z,]) (?![A-Za-z])", "", text)
    while match := _BEFORE.match(text):
        kept.append(match[0])
        text = text[match.end() :]
    while match := re.search(f"(?:{_BEHIND.pattern})$", text):
        kept.append(match[0])
        text = text[: match.start()]
    text = re.sub(r"([二三]?)十([一二三四五六七八九]?)", _tens, text)
    return text.translate(_CHINESE), "".join(kept)


def _tens(match: re.Match[str]) -> str:
    return f"{match[1] or '一'}{match[2] or '零'}"


def _day(year: int, month: int, day: int) -> Reading[date]:
    try:
        return Reading(value=date(year, month, day))
    except ValueError:
        return Reading(question="not-a-date")


def _end(year: int, month: int, day: int = 0) -> Reading[date]:
    return _day(year, month, day or (monthrange(year, month)[1] if 1 <= month <= 12 else 0))


def _compact(digits: str) -> Reading[date]:
    """Read 20200630, and 202006 as the month's end."""
    if re.fullmatch(r"20\d{6}", digits):
        return replace(_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])), note="read-as")
    if re.fullmatch(r"20\d{4}", digits):
        return replace(_end(int(digits[:4]), int(digits[4:])), note="read-as")
    return Reading(question="not-a-date")


def _full(text: str, _year: int, _kept: str) -> Reading[date] | None:
    """Read year, month and day; refuses 6/7/2020 and 20.6.30, which have two readings."""
    if re.fullmatch(r"\d{6}|\d{8}", text):
        return _compact(text)
    if match := re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?", text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", text):
        first, second = int(match[1]), int(match[2])
        if first > 12:
            return _day(int(match[3]), second, first)
        if second > 12:
            return _day(int(match[3]), first, second)
        return Reading(question="ambiguous-date")
    if re.fullmatch(r"\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?", text):
        return Reading(question="ambiguous-date")
    return None


def _month(text: str, year: int, kept: str) -> Reading[date] | None:
    """Read a month as its last day, a third of it as that third's last; 6月前 may end in May or in
    June.
    """
    if match := re.fullmatch(r"(\d{4})[-./](\d{1,2})", text):
        return _end(int(match[1]), int(match[2]))
    match = re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月(底|末|份|内|上旬|中旬|下旬|)", text)
    if match is None:
        return None
    if kept.endswith("前") and match[3] in {"", "份"}:
        return Reading(question="ambiguous-date")
    return _end(int(match[1] or year), int(match[2]), _LAST_OF_MONTH[match[3]])


def _day_of_year(text: str, year: int, _kept: str) -> Reading[date] | None:
    match = re.fullmatch(r"(\d{1,2})月(\d{1,2})[日号]?|(\d{1,2})[-./](\d{1,2})", text)
    if match:
        return _day(year, int(match[1] or match[3]), int(match[2] or match[4]))
    return None


def _part_of_year(text: str, year: int, kept: str) -> Reading[date] | None:
    """Read 三季度末, 上半年 and 年底 as their last day."""
    match = re.fullmatch(r"(?:(\d{4})年)?(?:第?([1-4])季度|([上下])半年|(年)?)(底|末|内)?", text)
    if match is None or not text or (kept.endswith("前") and not match[5]):
        return None
    when = int(match[1] or year)
    if match[2]:
        return _end(when, _QUARTERS[match[2]])
    if match[3]:
        return _end(when, 6 if match[3] == "上" else 12)
    if match[5] and (match[1] or match[4]):
        return _end(when, 12)
    return None


def _english(text: str, year: int, _kept: str) -> Reading[date] | None:
    """Read 30 June 2020, Jun 30, 2020, end of June and June 2020."""
    match = _ENGLISH.fullmatch(text.lower())
    if match is None or match[2][:3] not in _MONTH_NAMES or (match[1] and match[3]):
        return None
    month, day = _MONTH_NAMES.index(match[2][:3]) + 1, int(match[1] or match[3] or 0)
    return _end(int(match[4] or year), month, day)
