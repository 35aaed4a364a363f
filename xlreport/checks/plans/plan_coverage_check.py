"""Whether a plan covers its report: every figure is found, every number and every promising verb is
accounted for.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlreport.model.plans.plan import Baseline, Plan
from xlreport.model.returns.finding import Finding, finding

# numbers of a report, and the words that stand for one
NUMBER_WORDS = re.compile(r"\d+(?:\.\d+)?|全覆盖|清零|零|倍|翻.番|十[大个]|所有|只减不增")
# what a report's sentence asks of a project; 建成果 (fruits of building) is none
VERBS = re.compile(r"开工|建成(?!果)|投产|完成|启动|投入使用|通车|出台|印发")
_CLAUSE_ENDS = "，。；;,：:\uffff"
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Report:
    """A report's text without white space, with the line on which each character stands."""

    text: str
    lines: tuple[int, ...]
    begins: int
    """Where the plan part's heading begins; -1 where it is not found."""
    body: int
    """Where its heading ends: the year in it is no number of the plan."""

    def line(self, place: int) -> str:
        """Return the 1-based line of a place, as text for a message."""
        return str(self.lines[place])

    def around(self, start: int, end: int) -> str:
        """Return the words around a place, on one line."""
        return self.text[max(self.begins, start - _AROUND) : end + _AROUND]


def squeeze(text: str) -> str:
    """Return a text as figures are compared: NFKC would change more than it should, so only white
    space goes.
    """
    return "".join(character for character in text if not _is_space(character))


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Zs"}


def report_numbers(text: str, heading: str) -> Report:
    """Strip the white space that newspapers put inside words and numbers, and find where the plan
    part begins. A text copied from a page's source still has its `&amp;`.
    """
    kept: list[str] = []
    lines: list[int] = []
    line = 1
    for character in html.unescape(text):
        if character == "\n":
            line += 1
        elif not _is_space(character):
            kept.append(character)
            lines.append(line)
    plain, words = "".join(kept), squeeze(heading)
    begins = plain.rfind(words)
    return Report(plain, tuple(lines), begins, begins + len(words))


def check_source(plan: Plan, text: str) -> tuple[Finding, ...]:
    """Compare a plan with its report's text; place is given as the report's line."""
    report = report_numbers(text, plan.begins)
    if report.begins < 0:
        return (finding("source-no-beginning", value=plan.begins),)
    found, faults = _find_figures(plan, report)
    return (
        *faults,
        *_baselines(plan, report),
        *_uncovered_numbers(report, found.everything),
        *_uncovered_verbs(report, found),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    everything: tuple[tuple[int, int], ...]
    milestones: tuple[tuple[int, int], ...]
    """A milestone accounts for every verb of its clause; any other figure for the verbs inside
    it.
    """


def _find_figures(plan: Plan, report: Report) -> tuple[_Found, tuple[Finding, ...]]:
    everything: list[tuple[int, int]] = []
    milestones: list[tuple[int, int]] = []
    faults: list[Finding] = []
    for group in (plan.indicator, plan.milestone):
        for serial, target in enumerate(group, 1):
            places = list(_places(report, target.figure))
            if not places and (target.carried_from is not None or target.origin or target.done_by):
                continue  # an earlier report said it, or none did
            if len(places) != 1:
                code = "source-figure-missing" if not places else "source-figure-not-unique"
                faults.append(
                    finding(
                        code,
                        indicator=target.code,
                        serial=serial,
                        name=target.name,
                        value=target.figure,
                        lines="、".join(report.line(start) for start, _ in places),
                    )
                )
            everything += places
            milestones += places if group is plan.milestone else ()
    for left in plan.left_out:
        places = list(_places(report, left.figure))
        # of a report that its page holds twice the check reads the second copy
        if not places and squeeze(left.figure) not in report.text:
            faults.append(finding("source-left-out-missing", value=left.figure))
        everything += places
    return _Found(tuple(sorted(everything)), tuple(sorted(milestones))), tuple(faults)


def _places(report: Report, figure: str) -> Iterator[tuple[int, int]]:
    words = squeeze(figure)
    start = report.text.find(words, report.begins)
    while start >= 0:
        yield start, start + len(words)
        start = report.text.find(words, start + 1)


def _baselines(plan: Plan, report: Report) -> Iterable[Finding]:
    for serial, one in enumerate(plan.indicator, 1):
        baseline: Baseline | None = one.baseline
        if baseline is None or baseline.asked or (baseline.source and baseline.figure is None):
            continue
        if baseline.figure is None:
            yield finding("source-baseline-bare", indicator=one.code, serial=serial, name=one.name)
        elif squeeze(baseline.figure) not in report.text:
            yield finding(
                "source-baseline-missing",
                indicator=one.code,
                serial=serial,
                name=one.name,
                value=baseline.figure,
            )


def _uncovered_numbers(report: Report, places: tuple[tuple[int, int], ...]) -> Iterable[Finding]:
    for match in NUMBER_WORDS.finditer(report.text, report.body):
        if not _covered(places, match.start(), match.end()):
            yield finding(
                "source-number-uncovered",
                value=match[0],
                line=report.line(match.start()),
                around=report.around(match.start(), match.end()),
            )


def _covered(places: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    """Say whether words lie in one figure, or each character in one: a date ends a line, a year
    begins the next.
    """
    if any(first <= start and end <= last for first, last in places):
        return True
    return all(any(first <= one < last for first, last in places) for one in range(start, end))


def _uncovered_verbs(report: Report, found: _Found) -> Iterable[Finding]:
    for start, end in _clauses(report):
        if any(first < end and last > start for first, last in found.milestones):
            continue
        for match in VERBS.finditer(report.text, start, end):
            if _covered(found.everything, match.start(), match.end()):
                continue
            yield finding(
                "source-verb-uncovered",
                value=match[0],
                line=report.line(match.start()),
                around=report.around(match.start(), match.end()),
            )


def _clauses(report: Report) -> Iterator[tuple[int, int]]:
    start = report.begins
    for place in range(report.begins, len(report.text)):
        if report.text[place] in _CLAUSE_ENDS:
            yield start, place
            start = place + 1
    yield start, len(report.text)
