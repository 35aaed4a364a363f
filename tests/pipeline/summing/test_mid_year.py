"""What changes in mid-year shows everywhere alike: versions, leads, targets, rows, periods compared with."""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.cli.exit_codes import run
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, Revision
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.pipeline.forms.filling_forms import fill
from xlreport.pipeline.forms.generating_forms import generate
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.plans.plan_files import BrokenPlan, OlderPlan, known_plans
from xlreport.pipeline.plans.writing_plan_toml import plan_text
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_earlier_records import prove_told
from xlreport.pipeline.summing.summing_outputs import write_all
from xlreport.publish.published_rows import rows

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
DOCUMENT = "某政发〔2020〕15号"


def _revised(plan: Plan, **changes: Any) -> Plan:
    change = Revision.model_validate({"since": "2020-Q3", "document": DOCUMENT} | changes)
    return plan.model_copy(update={"revision": (*plan.revision, change)})


def _returned(
    plan: Plan, period: str, folder: Path, earlier: tuple[Record, ...] = ()
) -> Mapping[str, Path]:
    """Write every department's workbook for a period, filled in, into an inbox."""
    found = {}
    for made in generate(plan, Period.parse(period), folder / "out", earlier=earlier):
        values = folder / "values.csv"
        values.write_text("code,filled_by\n,甲\n", encoding="utf-8")
        path = folder / "inbox" / made.path.name
        fill(made.path, values, path)
        found[made.department] = path
    return found


def _consolidated(plan: Plan, inbox: Path, **options: Any) -> Summary:
    earlier = options.get("earlier", ())
    return consolidate(receive([inbox], [plan], earlier=earlier, jobs=1), **options)


def test_of_two_versions_the_higher_counts_and_is_named(small_plan: Plan, tmp_path: Path) -> None:
    """Whatever the files are called; the other one is told of."""
    second = small_plan.model_copy(
        update={"plan": small_plan.plan.model_copy(update={"version": 2})}
    )
    (tmp_path / "a.toml").write_text(plan_text(second), encoding="utf-8")
    (tmp_path / "z.toml").write_text(plan_text(small_plan), encoding="utf-8")
    told: list[OlderPlan | BrokenPlan] = []
    (plan,) = known_plans(tmp_path, tmp_path, told.append)
    assert plan.version == 2
    assert told == [
        OlderPlan(file="z.toml", code="SMALL-2020", version=1, counts=2, counting="a.toml")
    ]


def test_one_version_twice_is_a_refusal(
    small_plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody can say which of the two counts."""
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(plan_text(small_plan), encoding="utf-8")
    with pytest.raises(CannotRun) as refused:
        known_plans(tmp_path, tmp_path)
    assert refused.value.code == "plan-twice"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert run(["validate", str(inbox), "--plan", str(tmp_path)]) == 3
    assert "a.toml" in capsys.readouterr().err


def test_a_department_without_a_row_left_is_asked_nothing(small_plan: Plan, tmp_path: Path) -> None:
    """Who reports is who is counted: in the third quarter the statistical office has no row."""
    plan = small_plan
    for code in ("ZB005", "ZB009", "ZB010"):
        plan = _revised(plan, code=code, lead="NYT", reporter="NYT")
    before, after = (
        _consolidated(plan, next(iter(_returned(plan, when, tmp_path / when).values())).parent)
        for when in ("2020-Q2", "2020-Q3")
    )
    assert [one.code for one in before.departments] == ["RST", "NYT", "TJJ"]
    assert [one.code for one in after.departments] == ["RST", "NYT"]
    asked = {one.code: one.asked for one in after.departments}
    assert asked["NYT"] == sum(
        one.is_asked(after.period) for one in plan.at(after.period).indicators_of("NYT")
    ) + len(plan.milestones_of("NYT"))
    said = plan.at(after.period)
    assert {one.department for one in after.rows} == {one.name for one in after.departments}
    assert said.reporters() == tuple(plan.department_of(one.code) for one in after.departments)


def test_a_revised_target_shows_as_revised_with_its_document(
    small_plan: Plan, tmp_path: Path
) -> None:
    """In the form, the summary, its legend and the data; what was printed stands beside it."""
    plan = _revised(small_plan, code="ZB001", value=Decimal("6.5"))
    plan = _revised(plan, code="RW002", due="2020-11-30")
    forms = _returned(plan, "2020-Q3", tmp_path)
    said = "6.5万人以上（某政发〔2020〕15号调整，原为5万人以上）"
    day = "2020年11月30日（某政发〔2020〕15号调整）"
    form = _texts(forms["人力资源社会保障厅"])
    assert {said, day} <= form
    summary = _consolidated(plan, tmp_path / "inbox")
    assert all(one.verdict is not Verdict.NOT_OURS for one in summary.files)
    assert not [one for one in summary.findings if one.code == "locked-changed"]
    [(path, _)] = write_all(summary, tmp_path / "summary.xlsx")
    book = _texts(path)
    assert said in book
    assert any("ZB001" in text and "目标改为6.5万人以上" in text for text in book)
    assert any(DOCUMENT in text and "期限改为2020年11月30日" in text for text in book)
    assert said in {entry for row in rows(summary) for entry in row.values()}
    before = _returned(plan, "2020-Q2", tmp_path / "before")
    assert said not in _texts(before["人力资源社会保障厅"])


def test_a_row_added_in_mid_year_has_a_first_period(small_plan: Plan, tmp_path: Path) -> None:
    """Returns of an earlier period are whole without it, and no light of it goes dark."""
    added = tuple(
        one.model_copy(update={"since": "2020-Q3"}) if one.code in {"ZB004", "RW003"} else one
        for one in small_plan.targets
    )
    plan = small_plan.model_copy(update={"indicator": added[:10], "milestone": added[10:]})
    for when, there in (("2020-Q2", False), ("2020-Q3", True)):
        forms = _returned(plan, when, tmp_path / when)
        assert ("ZB004" in _texts(forms["人力资源社会保障厅"])) is there
        summary = _consolidated(plan, tmp_path / when / "inbox")
        assert ("ZB004" in {row.target.code for row in summary.rows}) is there
        assert ("RW003" in {row.target.code for row in summary.rows}) is there
        assert not [one for one in summary.findings if one.code in {"row-missing", "row-unknown"}]
    assert plan_text(plan).count('since = "2020-Q3"') == 2


def _told(period: str, plan: str = "SMALL-2020") -> tuple[Record, ...]:
    told = Record(
        plan=plan,
        period=Period.parse(period),
        department="RST",
        kind="indicator",
        code="ZB001",
        value=Decimal("1.08"),
        file="f.xlsx",
    )
    return (told,)


@pytest.mark.parametrize(
    ("told", "label", "form"),
    [("2020-Q1", "2020年一季度", "一季度"), ("2020-Q2", "上季", "二季度")],
)
def test_what_is_compared_with_is_called_by_its_own_name(
    small_plan: Plan, tmp_path: Path, told: str, label: str, form: str
) -> None:
    """A file two periods old does not pass for the last one, in the form and in the summary."""
    forms = _returned(small_plan, "2020-Q3", tmp_path, _told(told))
    assert any(text.endswith(form) for text in _texts(forms["人力资源社会保障厅"]))
    summary = _consolidated(small_plan, tmp_path / "inbox", earlier=_told(told))
    [(path, _), *_] = write_all(summary, tmp_path / "s.xlsx", html=tmp_path / "s.html")
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    assert label in {str(cell.value) for cell in book["指标"][3]}
    assert any(text.startswith(f"较{label}") for text in _texts(path))
    page = (tmp_path / "s.html").read_text("utf-8")
    assert ("2020年一季度" in page) is (label != "上季")


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (_told("2020-Q1"), True),
        (_told("2020-Q2"), True),
        (_told("2020-Q3"), False),
        (_told("2019-Q4"), False),
        (_told("2020-Q1", "OTHER"), False),
        ((), False),
    ],
)
def test_a_last_file_that_tells_nothing_is_refused(
    small_plan: Plan, records: tuple[Record, ...], *, told: bool
) -> None:
    """It is another plan's, another year's, or of a period that is still to come."""
    if told:
        prove_told(small_plan, Period.parse("2020-Q2"), records)
        return
    with pytest.raises(CannotRun) as refused:
        prove_told(small_plan, Period.parse("2020-Q2"), records)
    assert refused.value.exit_code == USAGE


def test_a_period_outside_the_plans_year_is_refused(small_plan: Plan, tmp_path: Path) -> None:
    """As when workbooks are made."""
    _returned(small_plan, "2020-Q2", tmp_path)
    with pytest.raises(CannotRun) as refused:
        _consolidated(small_plan, tmp_path / "inbox", period=Period.parse("2021-Q1"))
    assert (refused.value.code, refused.value.exit_code) == ("period-other-year", USAGE)


def _texts(path: Path) -> set[str]:
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=True)
    return {
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
