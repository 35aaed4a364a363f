"""The commands of a round, as a coordinator types them."""

import csv
import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from commands import Clock, put, standing, told
from loopback import BAD, CONTACTS, PLAN

from xlreport.cli.exit_codes import run
from xlreport.ledger.ledger_arrivals import Coming, note_arrival
from xlreport.ledger.ledger_schema import TABLES
from xlreport.model.model_errors import CannotRun
from xlreport.model.round.round_ledger_types import ArrivalPlace
from xlreport.pipeline.intake.intake_engines import engine_for
from xlreport.pipeline.round.making_round import round_at
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace, writing_in
from xlreport.pipeline.round.taking_in_round_inbox import take_in


@pytest.mark.usefixtures("clock")
def test_init_makes_a_folder_that_can_be_handed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All that a round needs is in one folder; a second time nothing of it is touched."""
    (tmp_path / "small.toml").write_text(PLAN, "utf-8")
    place = tmp_path / "new" / "house"
    assert "contacts.toml" in told(capsys, "init", str(tmp_path / "small.toml"), str(place))
    workspace = load_workspace(place)
    assert [one.code for one in workspace.contacts.department] == ["RST", "NYT", "TJJ"]
    assert [one.name for one in workspace.contacts.leader] == ["某副市长"]
    assert workspace.settings.mail.via == "folder"
    (place / "schemas" / "contacts.toml").write_text(CONTACTS, "utf-8")
    assert run(["init", str(tmp_path / "small.toml"), str(place)]) == 2
    assert load_workspace(place / "inbox").contacts.of("NYT").addresses == (
        "nyt@dept.example",
        "nyt2@dept.example",
    )


def test_send_writes_drafts_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By default nothing is sent: drafts lie in the outbox, one for each address, and a rerun makes none."""
    assert "新邮件 4 封" in told(capsys, "send", "--period", "2020-Q2")
    drafts = sorted((folder / "outbox" / "2020-Q2").iterdir())
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in drafts]
    assert [str(one["To"]) for one in mails] == [
        "rst@dept.example", "nyt@dept.example", "nyt2@dept.example", "tjj@dept.example",
    ]  # fmt: skip
    assert [part.get_filename() for part in mails[0].iter_attachments()] == ["RST_2020-Q2.xlsx"]
    assert "新邮件 0 封" in told(capsys, "send")
    assert sorted((folder / "outbox" / "2020-Q2").iterdir()) == drafts


def test_a_dry_run_leaves_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What would go to whom is shown, and neither the ledger nor a folder knows of it."""
    shown = told(capsys, "send", "--period", "2020-Q2", "--dry-run")
    assert "发表　RST　→　rst@dept.example" in shown
    assert not (folder / "sent").exists()
    assert list((folder / "outbox").iterdir()) == []
    told(capsys, "send", "--period", "2020-Q2", "--department", "人社厅")
    assert len(list((folder / "outbox" / "2020-Q2").iterdir())) == 1
    put(folder, tmp_path, BAD)
    assert "退回　RST　→　rst@dept.example" in told(capsys, "return", "--dry-run")
    assert not (folder / "returned").exists()
    assert standing(capsys, "RST")["verdict"] is None


def test_status_says_what_comes_next(
    folder: Path, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """From sending to done, the next step of a department is named each day."""
    assert run(["status"]) == 2
    assert standing_of(capsys, "--period", "2020-Q2") == "send"
    told(capsys, "send", "--period", "2020-Q2")
    assert standing(capsys, "RST")["step"] == "wait"
    put(folder, tmp_path, BAD)
    told(capsys, "return")
    row = standing(capsys, "RST")
    assert (row["verdict"], row["returned"], row["step"]) == ("partly", 1, "await")
    put(folder, tmp_path, name="rst 2.xlsx")
    assert "没有要退回的" in told(capsys, "return")
    assert standing(capsys, "RST")["step"] == "acknowledge"
    assert "回执　人力资源社会保障厅　2 项" in told(capsys, "acknowledge")
    assert standing(capsys, "RST")["step"] == "none"
    clock.day(15)
    told(capsys, "extend", "NYT", "2020-07-20", "--said-by", "分管领导")
    shown = told(capsys, "status")
    assert "2020-07-20（延）" in shown
    assert "迟报 1" in shown
    assert "没有新文件，也没有变化" in told(capsys, "remind")
    assert standing(capsys, "TJJ")["days_late"] == 5


def standing_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    document = json.loads(told(capsys, "status", *words, "--format", "json"))
    return str(document["departments"][0]["step"])


def test_amend_keeps_the_old_figure(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure can be corrected by telephone once something counts; both values are told."""
    told(capsys, "send", "--period", "2020-Q2")
    words = ["amend", "zb001", "2.8", "--said-by", "张三", "--said-on", "2020-07-12"]
    assert run(words) == 2
    put(folder, tmp_path)
    told(capsys, "acknowledge")
    assert "ZB001 2.6 → 2.8" in told(capsys, *words)
    assert "ZB001 2.8 → 2.9" in told(capsys, "amend", "ZB001", "2.9", "--said-by", "张三")
    assert "RW001 推进中 → 已完成" in told(capsys, "amend", "RW001", "done", "--said-by", "张三")
    for wrong in (["ZB001", "两"], ["RW001", "ready"], ["ZB999", "1"], ["ZB001", "NaN"]):
        assert run(["amend", *wrong, "--said-by", "张三"]) == 2
    story = told(capsys, "history", "人社厅")
    assert "更正  ZB001  2.6 → 2.8 张三" in story
    assert [one["kind"] for one in json.loads(told(capsys, "history", "RST", "--format", "json"))][
        :2
    ] == [
        "form",
        "mail",
    ]


def test_held_files_are_listed_and_released(
    folder: Path, house: Workspace, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """What waits is listed with its sender and why; a name that is not there moves nothing."""
    told(capsys, "send", "--period", "2020-Q2")
    (folder / "held" / "abc_a.xlsx").write_bytes(b"x")
    with writing_in(house, "test", clock.now) as ledger:
        note_arrival(ledger, Coming(sha256="abc", file="abc_a.xlsx", name="a.xlsx", came_on=clock.now.date(), way="mail", sender="x@y.example", department="RST",
                                    place=ArrivalPlace.HELD, reason="stranger"), clock.now)  # fmt: skip
    assert "a.xlsx　x@y.example　发件人不在通讯录里" in told(capsys, "release")
    assert standing(capsys, "RST")["held"] == 1
    assert run(["release", "b.xlsx"]) == 2
    told(capsys, "release", "a.xlsx")
    assert (folder / "inbox" / "abc_a.xlsx").exists()
    assert "没有待查的文件" in told(capsys, "release")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_ledger_is_no_prison(
    folder: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything can be taken out as tables, with the mails as they are."""
    told(capsys, "send", "--period", "2020-Q2")
    put(folder, tmp_path, BAD)
    told(capsys, "return")
    out = tmp_path / "out"
    told(capsys, "export-ledger", str(out), "--format", kind)
    assert {path.stem for path in out.glob(f"*.{kind}")} == set(TABLES)
    assert len(list((out / "mails").glob("*_content.eml"))) == 5
    if kind == "csv":
        with (out / "mail.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert (out / rows[0]["content"]).read_bytes().startswith(b"To: rst@dept.example")


@pytest.mark.usefixtures("folder")
def test_without_a_mailbox_fetching_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A workspace without [mail.imap] is filled by hand."""
    assert run(["fetch"]) == 3
    assert "[mail.imap]" in capsys.readouterr().err


def test_other_commands_use_a_ledger_that_is_near(
    folder: Path, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a bare folder nothing changes; in a workspace what came is entered once, and later periods know of it."""
    told(capsys, "send", "--period", "2020-Q2")
    put(folder, tmp_path)
    engine = engine_for("", 1)
    with round_at(tmp_path, "validate", clock.now, engine=engine) as round_:
        assert round_.home is None
        came = take_in(round_, [folder / "inbox"])
        assert (came.new, came.earlier, len(came.received)) == (0, (), 1)
        with pytest.raises(CannotRun):
            _ = round_.ledger
    for new in (1, 0):
        with round_at(folder / "inbox", "validate", clock.now, engine=engine) as round_:
            came = take_in(round_, [folder / "inbox"])
            assert came.earlier == ()
            assert (came.new, bool(came.changed)) == (new, bool(new))
    told(capsys, "send", "--period", "2020-Q3")
    with round_at(folder, "consolidate", clock.now, engine=engine) as round_:
        assert {one.code for one in take_in(round_).earlier} == {"ZB001", "RW001"}


def test_a_workspace_s_restyled_workbooks_are_used_everywhere(folder: Path, clock: Clock) -> None:
    """The looks in its folder are those of every command; a folder that is named goes before."""
    looks = load_workspace(folder).templates
    assert looks
    (looks / "zh").mkdir(exist_ok=True)
    (looks / "zh" / "department.xlsx").write_bytes(b"")
    other = folder / "other"
    engine = engine_for("", 1)
    with round_at(folder, "consolidate", clock.now, engine=engine) as round_:
        assert round_.templates == looks
    with round_at(folder, "consolidate", clock.now, engine=engine, templates=other) as round_:
        assert round_.templates == other


def test_a_restyled_summary_that_cannot_be_read_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`consolidate` in a workspace takes the workspace's summary template, and says so of a bad one."""
    told(capsys, "send", "--period", "2020-Q2")
    put(folder, tmp_path)
    looks = load_workspace(folder).templates
    assert looks
    (looks / "zh").mkdir(exist_ok=True)
    (looks / "zh" / "summary.xlsx").write_bytes(b"no workbook")
    assert run(["consolidate", str(folder / "inbox"), "--out", str(tmp_path / "s.xlsx")]) != 0
    assert "汇总表模板不是 .xlsx 工作簿" in capsys.readouterr().err
    assert not (tmp_path / "s.xlsx").exists()
