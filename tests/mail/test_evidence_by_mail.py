"""Attachments that came beside returns are kept with their department and period, and tied to the rows that name them."""

import csv
from pathlib import Path

import loopback
import pytest
from loopback import GOOD, JULY, PLAN, Mailbox, filled, imap_settings, reply, write_workspace

from xlreport.cli.exit_codes import run
from xlreport.model.period import Period
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import writing_in
from xlreport.pipeline.round.taking_in_round_inbox import take_in

Q2 = Period.parse("2020-Q2")
PDF = b"%PDF-1.4 x"


def named(values: str, evidence: str) -> str:
    """Values of a return with evidence in their first row."""
    head, first, *rest = values.splitlines()
    return (
        "\n".join([f"{head},evidence", f"{first},{evidence}", *(f"{row}," for row in rest)]) + "\n"
    )


def test_attachments_are_tied(
    tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of another department under the same name is not taken; what did not come is a note until it comes."""
    asks = PLAN.replace("year = 2020\n", "year = 2020\nevidence = true\n", 1)
    monkeypatch.setattr(loopback, "PLAN", asks)
    workspace = write_workspace(tmp_path / "house", imap_settings(mailbox))
    with writing_in(workspace, "test", JULY) as ledger:
        round_ = round_with(workspace, ledger, JULY, jobs=1)
        sent = {one.department.code: one.path.read_bytes() for one in send(round_, Q2)}
        rst = filled(sent["RST"], named(GOOD["RST"], "台账.pdf；照片.jpg"), tmp_path)
        nyt = filled(sent["NYT"], named(GOOD["NYT"], "台账.pdf"), tmp_path)
        mailbox.put(reply("rst@dept.example", ("a.xlsx", rst), ("台账.pdf", PDF)))
        mailbox.put(reply("nyt@dept.example", ("b.xlsx", nyt)))
        list(fetch(round_))
        kept = take_in(round_)
        missing = [(f.department, f.indicator, f.value) for one in kept.received
                   for f in one.findings if f.code == "evidence-missing"]  # fmt: skip
        assert sorted(missing) == [("NYT", "ZB002", "台账.pdf"), ("RST", "ZB001", "照片.jpg")]
        columns = "period, department, name, file, message_id != ''"
        (row,) = ledger.execute(f"SELECT {columns} FROM evidence").fetchall()  # noqa: S608
        assert row[:3] == ("2020-Q2", "RST", "台账.pdf")
        assert row[3].endswith("_台账.pdf")
        mailbox.put(reply("nyt@dept.example", ("台账.PDF", b"%PDF-1.4 y"), subject="补交"))
        list(fetch(round_))
        take_in(round_)
        take_in(round_)
        assert ledger.execute("SELECT count(*) FROM evidence").fetchone() == (2,)
    monkeypatch.chdir(workspace.folder)
    assert run(["consolidate", "inbox", "-p", "2020-Q2", "--data", "rows.csv"]) == 0
    with (workspace.folder / "rows.csv").open(encoding="utf-8-sig") as file:
        rows = {one["indicator"]: one["evidence"] for one in csv.DictReader(file)}
    assert rows == {"ZB001": "台账.pdf；照片.jpg", "ZB002": "台账.pdf", "ZB003": "", "RW001": ""}
