"""Sealed copies and inspections: tied by code, held against the return that counts, owed by whoever has not sent one."""

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))

from loopback import GOOD, filled, write_workspace

from xlreport.cli.exit_codes import run
from xlreport.model.period import Period
from xlreport.model.plans.plan_template_code import TemplateCode
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import writing_in
from xlreport.pipeline.round.supervision.keeping_supervision_seals import printed_sum, sealed_code
from xlreport.pipeline.round.taking_in_round_inbox import take_in

CODE = TemplateCode("SMALL-2020", Period.parse("2020-Q2"), "RST", 1)


@pytest.mark.parametrize(
    "words",
    [
        str(CODE),
        f"  {str(CODE).lower()} ",
        f"人社厅 {CODE} 盖章.pdf",
        f"{CODE}.pdf".replace("·", "_"),
    ],
)
def test_a_code_is_found_in_a_name(words: str) -> None:
    """Also among other words, and with another sign for the dot; one with a wrong character is none."""
    assert sealed_code(words) == CODE
    assert sealed_code(words.upper().replace("RST", "RSX")) is None


def test_sums_of_any_size_are_printed() -> None:
    """The sum has six decimals also where it has more digits than decimals usually keep."""
    assert str(printed_sum([Decimal("1e300"), Decimal("0.0000014")])).endswith("0.000001")
    assert str(printed_sum([Decimal(10) ** 22, Decimal("0.12")])) == f"1{'0' * 22}.120000"
    assert printed_sum([]) == 0


def test_a_sealed_copy_is_tied_to_its_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Right sums agree, wrong ones exit with 1, status tells who owes."""
    workspace = write_workspace(tmp_path / "w")
    monkeypatch.chdir(workspace.folder)
    day, period = datetime(2020, 7, 5, 9, tzinfo=UTC), Period.parse("2020-Q2")
    with writing_in(workspace, "test", day) as ledger:
        round_ = round_with(workspace, ledger, day, period=period, jobs=1)
        sent = {one.department.code: one.path for one in send(round_, period)}
        for code in ("RST", "NYT"):
            content = filled(sent[code].read_bytes(), GOOD[code], tmp_path)
            (workspace.inbox / f"{code}.xlsx").write_bytes(content)
        take_in(round_)

    def owed() -> list[str]:
        capsys.readouterr()
        assert run(["status", "-p", "2020-Q2", "--format", "json"]) == 0
        found: list[str] = json.loads(capsys.readouterr().out)["unsealed"]
        return found

    assert owed() == [], "nobody asked for any"
    assert run(["seal", str(CODE), "--filled", "1", "--sum", "2.60"]) == 0
    assert owed() == ["NYT"]
    assert run(["seal", str(CODE), "--filled", "2", "--sum", "2.6"]) == 1
    assert "合计 2.6" in capsys.readouterr().out
    assert run(["seal", "TJJ", "-p", "2020-Q2"]) == 2, "nothing of it counts"
    assert run(["seal", "TJJ", "-p", "2020-Q2", "--sum", "many"]) == 2
    assert run(["seal", str(TemplateCode("OTHER", period, "RST", 1))]) == 2
    assert run(["seal", "农业农村厅", "-p", "2020-Q2", "--file", "扫描.pdf"]) == 0
    assert owed() == []
    assert run(["history", "NYT"]) == 0
    assert "盖章件" in capsys.readouterr().out


def test_an_inspection_stands_beside_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A difference beyond the tolerance is named with exit code 1, the boundary is none; what was reported stays."""
    workspace = write_workspace(tmp_path / "w")
    monkeypatch.chdir(workspace.folder)
    day, period = datetime(2020, 7, 5, 9, tzinfo=UTC), Period.parse("2020-Q2")
    with writing_in(workspace, "test", day) as ledger:
        round_ = round_with(workspace, ledger, day, period=period, jobs=1)
        (path,) = [one.path for one in send(round_, period) if one.department.code == "RST"]
        (workspace.inbox / "a.xlsx").write_bytes(filled(path.read_bytes(), GOOD["RST"], tmp_path))
        take_in(round_)
    at, by = ["-p", "2020-Q2"], ["--said-by", "督查组"]
    assert run(["inspect", *at]) == 0
    assert run(["inspect", "zb001", "2.626", *at, *by]) == 0, "1 % of 2.60 exactly"
    assert run(["inspect", "ZB001", "2.6261", *at, *by]) == 1
    assert "上报 2.6，核查 2.6261" in capsys.readouterr().out
    assert run(["inspect", "--tolerance", "5", *at]) == 0
    capsys.readouterr()
    for endless in ("nan", "inf", "-1"):
        assert run(["inspect", "--tolerance", endless, *at]) == 2
        assert "--tolerance" in capsys.readouterr().err
    assert run(["inspect", "RW001", "已完成", *at, *by]) == 1
    assert run(["inspect", *at, *by, "ZB002", "--", "-10"]) == 0, "nothing was reported"
    for wrong in (
        ["ZB999", "1"],
        ["ZB001", "much"],
        ["RW001", "nearly"],
        ["RW001", "step_reached"],
    ):
        assert run(["inspect", *wrong, *at, *by]) == 2
    assert run(["inspect", "ZB001", *at]) == 2
    capsys.readouterr()
    assert run(["inspect", *at]) == 1
    told = capsys.readouterr().out
    assert len(told.splitlines()) == 3
    assert "没有上报" in told
