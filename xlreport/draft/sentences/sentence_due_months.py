"""By which month something is due: 6月底前, 6月份, 上半年, 三季度末, 国庆前."""

from xlreport.draft.text.text_late_patterns import LatePattern

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
           "十": 10, "十一": 11, "十二": 12}  # fmt: skip
_FEASTS = {"五一": 4, "七一": 6, "国庆": 9, "十一": 9}
WHEN = (
    r"(?:于|在|到)?(?:(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:底|末|份|初|[上中下]旬|\d{1,2}日)?(?:之?前)?"
    r"|(?P<half>上半年|年中)(?:之?前)?|第?(?P<quarter>[一二三])季度(?:末|底)?(?:之?前)?"
    r"|(?P<school>秋季学期|秋季开学)(?:之?前)?"
    r"|[“]?(?P<feast>五一|七一|国庆|十一)[”]?(?:节)?(?:之?前))"
)
# when something is due: 6月底前, 上半年
_WHEN = LatePattern(WHEN, "十一 年中 月 季度 上半年 五一 国庆 秋季 七一")


def month_of(clause: str, before: str = "") -> int:
    """Return the month by whose end a clause is due, 0 where it names none.

    Args:
        clause: the words between two commas.
        before: the clause in front of it; its date counts where it holds nothing else (6月底前，…).
    """
    match = _WHEN.search(clause) or _WHEN.fullmatch(before)
    if match is None:
        return 0
    if match["month"]:
        spoken = match["month"]
        month = int(spoken) if spoken.isdigit() else _DIGITS[spoken]
        return month if 1 <= month <= 12 else 0
    if match["half"]:
        return 6
    if match["quarter"]:
        return _DIGITS[match["quarter"]] * 3
    return _FEASTS[match["feast"] or "国庆"]  # a school year begins in September
