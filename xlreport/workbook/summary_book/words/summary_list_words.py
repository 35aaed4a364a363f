"""What the summary says of departments, findings, sources of numbers, and files, row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from operator import attrgetter

from xlreport.messages import has, say
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.messages.locked_cell_messages import label
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.judged.judged_summary import (
    DepartmentRow,
    FileRow,
    Summary,
    SummaryRow,
    on_track_share,
)
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Milestone
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.model.returns.finding_codes import Severity
from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    Each,
    Entries,
    entry_value,
)
from xlreport.workbook.summary_book.words.summary_link_words import (
    follows,
    linked_text,
    linked_value,
    stamped_by,
)
from xlreport.workbook.summary_book.words.summary_target_words import (
    NONE,
    UNHEARD,
    status_text,
    value_shown,
)

#: The mark and symbol of each verdict on a department; a file that is none of ours never is a
#: department's.
VERDICT_LOOKS = {
    Verdict.ACCEPTED: ("fine", "✓"), Verdict.PARTLY: ("reason", "△"), Verdict.RETURNED: ("wrong",
    "×"),
    Verdict.UNREADABLE: ("wrong", "×"), None: ("missing", "○"),
}  # fmt: skip
SEVERITIES = {
    Severity.ERROR: ("wrong", "×"),
    Severity.WARNING: ("reason", "△"),
    Severity.NOTE: ("", "·"),
}
VERDICTS = {
    Verdict.ACCEPTED: "fine",
    Verdict.PARTLY: "reason",
    Verdict.RETURNED: "wrong",
    Verdict.UNREADABLE: "wrong",
}
_FINGERPRINT = 12
_WORST_FIRST = ("worse", "gone", "light", "new", "better", "figure")
_NEED = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)


def in_need(departments: Iterable[DepartmentRow]) -> list[DepartmentRow]:
    """Return the departments, most in need first: off track, at risk, not reported, then how much
    they answer for.
    """
    return sorted(
        departments, key=lambda d: [-d.counts.get(s, 0) for s in _NEED] + [-sum(d.counts.values())]
    )


def return_text(language: str, verdict: Verdict | None) -> str:
    """Return what came of a department's return: `✓ 已接收`, `○ 未报`."""
    _, symbol = VERDICT_LOOKS.get(verdict, ("wrong", "×"))
    return f"{symbol} {say(language, f'verdict.{verdict}' if verdict else 'summary.missing')}"


def verdict_text(language: str, verdict: Verdict) -> str:
    """Return what became of a file."""
    return say(language, f"verdict.{verdict}")


def severity_text(language: str, severity: Severity) -> str:
    """Return how bad a finding is: `× 错误`."""
    return f"{SEVERITIES[severity][1]} {say(language, f'severity.{severity}')}"


def department_entries(summary: Summary) -> list[Entries]:
    """Return a row for each department, most in need first."""
    language = summary.plan.language
    rows: list[Entries] = []
    changes: dict[str, list[str]] = {}
    for row in summary.rows:
        changes.setdefault(row.target.reported_by, []).append(row.change)
    for number, unit in enumerate(in_need(summary.departments), start=1):
        turned = changes.get(unit.code, [])
        when = "summary.late" if unit.late else "summary.in_time"
        late = "" if unit.late is None else say(language, when)
        rows.append({
            "number": number, "name": unit.name, **_counts(unit.counts, turned),
            "return": return_text(language, unit.verdict), "saved_on": unit.saved_on or NONE,
            "late": late or NONE,
            "asked": unit.asked, "filled": unit.filled, "returned": unit.returned,
            "filled_by": unit.filled_by, "telephone": unit.telephone, "file": unit.file,
            "sealed": _sealed_text(language, unit),
        })  # fmt: skip
    return rows


def _sealed_text(language: str, unit: DepartmentRow) -> str:
    """Return whether a sealed copy has come, or is owed; empty where none is asked for."""
    if unit.sealed is None:
        return ""
    return say(language, f"summary.sealed_{'came' if unit.sealed else 'owed'}")


def department_totals(summary: Summary) -> dict[str, CellEntry]:
    """Return what the row of sums below the departments says, as `total.…`."""
    units = summary.departments
    counts = {status: sum(unit.counts.get(status, 0) for unit in units) for status in Status}
    sums: dict[str, CellEntry] = _counts(counts, [row.change for row in summary.rows])
    sums |= {field: sum(map(attrgetter(field), units)) for field in ("asked", "filled", "returned")}
    sums["return"] = say(
        summary.plan.language, "summary.returns", reported=summary.reported, all=len(units)
    )
    return {f"total.{field}": entry for field, entry in sums.items()}


def _counts(counts: Mapping[Status, int], turned: Sequence[str]) -> dict[str, CellEntry]:
    share = on_track_share(counts)
    return {
        "total": sum(counts.values()),
        **{f"count_{status}": counts.get(status, 0) for status in Status},
        "rate": NONE
        if share is None
        else int(share * 100) / 100,  # rounded down: 100% is all of them
        "better": turned.count("better"),
        "worse": turned.count("worse"),
    }


def finding_entries(summary: Summary) -> Sequence[Entries]:
    """Return a row for each finding."""
    return Each(summary.findings, partial(_finding, summary))


def _finding(summary: Summary, finding: Finding) -> Entries:
    language = summary.plan.language
    return {
        "severity": severity_text(language, finding.severity),
        "department": department_name(summary, finding.department),
        "code": finding.indicator,
        "name": finding.name,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "value": finding.value,
        "sentence": sentence(language, finding),
        "remedy": remedy(language, finding),
        "explained": say(language, "summary.yes") if finding.explained else "",
        "file": finding.file,
    }


def source_entries(summary: Summary) -> Sequence[Entries]:
    """Return a row for each value that counts, with the file and cell it came from."""
    return Each([row for row in summary.rows if row.record], partial(_source, summary))


def _source(summary: Summary, row: SummaryRow) -> Entries:
    language, target, record = summary.plan.language, row.target, row.record or UNHEARD
    value: CellEntry = NONE
    if isinstance(target, Milestone) and record.state:
        value = state_word(language, record.state, target)
    if isinstance(target, Indicator):
        value = (
            say(language, "summary.no_data")
            if record.no_data
            else value_shown(summary, row, target)
        )
    return {
        "code": target.code,
        "name": label(target, language),
        "department": row.department,
        "value": value,
        "unit": target.unit if isinstance(target, Indicator) else "",
        "provisional": say(language, "summary.provisional") if record.provisional else "",
        "source": _source_words(language, record.source),
        "file": record.file,
        "sheet": record.sheet,
        "cell": record.cell,
        "fingerprint": record.sha256[:_FINGERPRINT],
    }


@lru_cache
def _source_words(language: str, source: str) -> str:
    """Return where a figure is from: one of our choices in its words, else what was typed."""
    named = f"source.{source}"
    return say(language, named) if source and has(language, named) else source


def file_entries(summary: Summary) -> Sequence[Entries]:
    """Return a row for each file of the inbox."""
    return Each(summary.files, partial(_file, summary))


def _file(summary: Summary, file: FileRow) -> Entries:
    language = summary.plan.language
    try:
        period = period_label(language, Period.parse(file.period))
    except ValueError:
        period = file.period
    return {
        "file": file.file,
        "verdict": verdict_text(language, file.verdict),
        "department": department_name(summary, file.department),
        "period": period,
        "reason": file.reason,
        "fingerprint": file.sha256[:_FINGERPRINT],
    }


def department_name(summary: Summary, code: str) -> str:
    """Return a department's name, or the code as it is where the plan knows none."""
    unit = summary.plan.department_of(code)
    return unit.name if unit else code


def change_entries(summary: Summary) -> list[Entries]:
    """Return a row for each target that is another than in the last summary that was issued, what
    turned bad first.

    Against an earlier period only lights are compared: every cumulative figure has grown since.
    """
    rows = [(_what(row, row.issued), row, row.issued) for row in summary.rows if row.issued]
    told = [
        one for one in rows if one[0] and (one[0] != "figure" or summary.issued == summary.period)
    ]
    return [
        _change(summary, *one) for one in sorted(told, key=lambda one: _WORST_FIRST.index(one[0]))
    ]


def _change(summary: Summary, what: str, row: SummaryRow, then: Assessment) -> Entries:
    language, target, now = summary.plan.language, row.target, row.assessment
    before, after, unit = _figures(summary, row, then)
    entries: dict[str, CellEntry] = {
        "status": status_text(language, now.status),
        "last": status_text(language, then.status),
        "code": target.code,
        "name": label(target, language),
        "department": row.department,
        "before": before,
        "now": after,
        "unit": unit,
        "what": say(language, f"summary.changed_{what}"),
        "reason": now.why or now.reason,
    }
    if not follows(summary):
        return entries
    for field in ("status", "reason"):
        entries[field] = linked_text(row, field, entries[field])
    entries["what"] = stamped_by(language, row, str(entries["what"]))
    if isinstance(target, Indicator):
        entries["now"] = linked_value(row, "actual", after, decimals=target.decimals)
    else:
        entries["now"] = stamped_by(language, row, str(entry_value(after)))
    return entries


def _figures(
    summary: Summary, row: SummaryRow, then: Assessment
) -> tuple[CellEntry, CellEntry, str]:
    """Return what was reported then and now, and in which unit; of a milestone the day on which it
    is expected.
    """
    language, target = summary.plan.language, row.target
    if isinstance(target, Indicator):
        old = replace(row, assessment=then, record=None)
        return value_shown(summary, old, target), value_shown(summary, row, target), target.unit
    days = (then.expected_on, row.assessment.expected_on)
    before, after = (NONE if day is None else day_label(language, day) for day in days)
    return before, after, say(language, "summary.date_expected")


def _what(row: SummaryRow, then: Assessment) -> str:
    """Return in one word what changed: newly reported, no longer, better, worse, only the figure;
    empty for nothing.
    """
    now, none = row.assessment, Status.NOT_REPORTED
    if now.status is then.status:
        return "" if (now.actual, now.expected_on) == (then.actual, then.expected_on) else "figure"
    if none in {now.status, then.status}:
        return "gone" if now.status is none else "new"
    turn = replace(row, last_status=then.status).change
    return turn if turn in {"better", "worse"} else "light"


def problem_entries(summary: Summary) -> Sequence[Entries]:
    """Return a row for each target about which a department wrote of problems or next steps."""
    told = [
        row
        for row in summary.rows
        if (one := row.record) and (one.problems + one.next_steps).strip()
    ]
    return Each(told, partial(_problem, summary))


def _problem(summary: Summary, row: SummaryRow) -> Entries:
    language, record = summary.plan.language, row.record or UNHEARD
    entries: dict[str, CellEntry] = {
        "status": status_text(language, row.assessment.status),
        "code": row.target.code,
        "name": label(row.target, language),
        "department": row.department,
        "leader": row.target.leader,
        "section": row.target.section,
        "problems": record.problems,
        "next_steps": record.next_steps,
        "progress": record.progress,
        "pace": row.assessment.pace,
    }
    if not follows(summary):
        return entries
    fields = ["status", "problems", "next_steps", "progress"]
    if isinstance(row.target, Indicator):
        fields.append("pace")
    return {**entries, **{field: linked_text(row, field, entries[field]) for field in fields}}
