"""Bulletins under numbers: each number once, the same bytes for ever, and nothing taken by a run that stops."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))

from loopback import JULY, write_workspace

from xlreport.cli.exit_codes import run
from xlreport.ledger.ledger_dump import tables
from xlreport.ledger.ledger_papers import papers
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import writing_in
from xlreport.pipeline.round.supervision.issuing_supervision_papers import issue_bulletin

INBOX = Path(__file__).resolve().parents[2] / "examples" / "inbox"


def test_a_number_is_given_once(small_summary: Summary, tmp_path: Path) -> None:
    """Again is the same number and the same bytes, figures that changed are said, `anew` and another period take the next."""
    workspace = write_workspace(tmp_path / "w")
    with writing_in(workspace, "test", JULY) as ledger:
        round_: Round = round_with(workspace, ledger, JULY)
        first = issue_bulletin(round_, small_summary)
        again = issue_bulletin(round_, small_summary)
        changed = issue_bulletin(round_, replace(small_summary, number="X"))
        anew = issue_bulletin(round_, replace(small_summary, number="X"), anew=True)
        later = issue_bulletin(round_, replace(small_summary, period=Period.parse("2020-Q3")))
        numbers = [one.called for one in papers(ledger, workspace.code)]
    assert numbers == [f"督查通报〔2020〕{one}号" for one in (1, 2, 3)]
    assert (first.is_new, again.is_new, changed.is_new, anew.is_new) == (True, False, False, True)
    assert again.paper == first.paper == changed.paper
    assert (again.changed, changed.changed, later.is_new) == (False, True, True)
    assert first.path.read_bytes() == first.paper.content
    assert anew.path != first.path


def test_another_plans_bulletin_takes_no_number(small_summary: Summary, tmp_path: Path) -> None:
    """A bulletin of another plan is refused in words, and nothing is entered."""
    workspace = write_workspace(tmp_path / "w")
    named = small_summary.plan.plan.model_copy(update={"code": "OTHER-2020"})
    other = replace(small_summary, plan=small_summary.plan.model_copy(update={"plan": named}))
    with writing_in(workspace, "test", JULY) as ledger:
        with pytest.raises(CannotRun, match="bulletin-other-plan"):
            issue_bulletin(round_with(workspace, ledger, JULY), other)
        assert papers(ledger, workspace.code) == ()


def test_a_run_that_stops_takes_no_number(small_summary: Summary, tmp_path: Path) -> None:
    """A template that is broken costs no number, and is named."""
    workspace = write_workspace(tmp_path / "w")
    own = workspace.folder / "templates" / "zh" / "bulletin.docx"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"not Word")
    with writing_in(workspace, "test", JULY) as ledger:
        round_ = round_with(workspace, ledger, JULY)
        with pytest.raises(CannotRun, match="paper-unreadable"):
            issue_bulletin(round_, small_summary)
        own.unlink()
        round_ = round_with(workspace, ledger, JULY)
        assert issue_bulletin(round_, small_summary).paper.serial == 1
        assert {name: len(rows) for name, _, rows in tables(ledger)}["paper"] == 1


def test_editions_from_an_inbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a bare folder drafts are written; a number needs a workspace, and options that do not go together are named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    some = [str(one) for one in sorted(INBOX.glob("0*.xlsx"))[:2]]
    assert run(["bulletin", *some, "--public", "--html", "p.html"]) == 0
    assert (tmp_path / "public.docx").stat().st_size > 10_000
    assert "default-src &#x27;none&#x27;" in (tmp_path / "p.html").read_text("utf-8")
    for wrong, code in (
        (["--public", "--issue"], 2), (["--anew"], 2), (["--html", "p.html"], 2),
        (["--leader", "nobody"], 2), (["--department", "nobody"], 2), (["--issue"], 3),
        (["-o", "b.doc"], 2),
    ):  # fmt: skip
        assert run(["bulletin", *some, *wrong]) == code, wrong
    assert run(["bulletin"]) == 2
    assert "xlreport" in capsys.readouterr().err
    assert not (tmp_path / "bulletin.docx").exists()
