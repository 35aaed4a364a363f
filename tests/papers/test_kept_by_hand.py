"""What a person edited stays, a number is given with its file or not at all, and answers come by telephone too."""

import io
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from test_supervising import at, on, summary_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))

from loopback import JULY, write_workspace

from xlreport.cli.exit_codes import run
from xlreport.cli.options import round_options
from xlreport.ledger.ledger_papers import papers, replies, undecided
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import DONE, USAGE, CannotRun
from xlreport.pipeline.files import writing_files
from xlreport.pipeline.files.edited_outputs import is_as_written, sealed, write_beside_edits
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import load_workspace, writing_in
from xlreport.pipeline.round.supervision.issuing_supervision_papers import ISSUED, issue_bulletin
from xlreport.pipeline.round.supervision.supervising import supervise

PAGE = b"<!DOCTYPE html>\n<html><body>x</body></html>\n"


def paper(words: str) -> bytes:
    book, out = docx.Document(), io.BytesIO()
    book.add_paragraph(words)
    book.save(out)
    return out.getvalue()


def saved_again(path: Path) -> None:
    """What Word does with a paper: it opens and saves it."""
    book = docx.Document(str(path))
    book.add_paragraph("补充一段")
    book.save(str(path))


def test_an_edited_paper_is_left(tmp_path: Path) -> None:
    """Each time beside what was edited; a paper with its mark opens like any other."""
    path = tmp_path / "bulletin.docx"
    assert write_beside_edits(path, paper("一")) == path
    assert write_beside_edits(path, paper("二")) == path, "nobody edited it"
    saved_again(path)
    edited = path.read_bytes()
    assert write_beside_edits(path, paper("三")).name == "bulletin-2.docx"
    assert write_beside_edits(path, paper("四")).name == "bulletin-2.docx"
    assert path.read_bytes() == edited
    with ZipFile(tmp_path / "bulletin-2.docx") as archive:
        assert archive.testzip() is None
    assert docx.Document(str(tmp_path / "bulletin-2.docx")).paragraphs[0].text == "四"


@pytest.mark.parametrize("content", [PAGE, paper("x")], ids=["page", "paper"])
def test_any_change_breaks_the_mark(content: bytes) -> None:
    marked = sealed(content)
    assert is_as_written(marked)
    assert not is_as_written(content)
    assert sealed(b"a,b\n") == b"a,b\n"
    for place in (20, len(content) // 2, len(marked) - 3):
        changed = bytearray(marked)
        changed[place] ^= 1
        assert not is_as_written(bytes(changed)), place


def test_the_commands_leave_what_was_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bulletin and the public page, as a coordinator calls them."""
    monkeypatch.chdir(tmp_path)
    inbox = str(Path(__file__).resolve().parents[2] / "examples" / "inbox")
    page = ["bulletin", inbox, "--public", "--html", "public.html"]
    assert run(["bulletin", inbox]) == run(page) == DONE
    saved_again(tmp_path / "bulletin.docx")
    own = (tmp_path / "public.html").read_bytes().replace(b"</body>", b"<p>x</p></body>")
    (tmp_path / "public.html").write_bytes(own)
    capsys.readouterr()
    assert run(["bulletin", inbox]) == run(page) == DONE
    said = capsys.readouterr().out
    assert "bulletin-2.docx" in said
    assert "public-2.html" in said
    assert (tmp_path / "public.html").read_bytes() == own
    assert not (tmp_path / "public-2.docx").exists(), "nobody edited that one"


def test_nothing_has_a_number_whose_file_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at any of the files: no number more than files, and a rerun ends as if nothing had been."""
    undisturbed = write_workspace(tmp_path / "undisturbed")
    with on(undisturbed, at(2)) as round_:
        supervise(round_, summary_of(undisturbed, 2))
        whole = {one.file: one.content for one in papers(round_.ledger, undisturbed.code)}
    for full in range(4):
        workspace = write_workspace(tmp_path / f"w{full}")
        written = 0

        def replace_or_fail(place: Path, content: bytes, full: int = full) -> None:
            nonlocal written
            if place.parent.name == ISSUED and (written := written + 1) == full + 1:
                raise OSError(28, "No space left on device", str(place))
            place.write_bytes(content)

        with monkeypatch.context() as disk:
            disk.setattr(writing_files, "_replace", replace_or_fail)
            with on(workspace, at(2)) as round_, pytest.raises(CannotRun, match="disk-full"):
                supervise(round_, summary_of(workspace, 2))
        with on(workspace, at(2)) as round_:
            issued = {one.file for one in papers(round_.ledger, workspace.code)}
            there = {one.name for one in (workspace.folder / ISSUED).glob("*.docx")}
            assert there == issued, full
            supervise(round_, summary_of(workspace, 2))
            assert {one.file: one.content for one in papers(round_.ledger, workspace.code)} == whole
        names = {one.name for one in (workspace.folder / ISSUED).iterdir()}
        assert names == {one.name for one in (undisturbed.folder / ISSUED).iterdir()}


def test_an_issued_paper_that_is_edited_or_gone(small_summary: Summary, tmp_path: Path) -> None:
    """The ledger's bytes are given again: beside what was edited, or in the place of what is gone."""
    workspace = write_workspace(tmp_path / "w")
    with writing_in(workspace, "test", JULY) as ledger:
        round_ = round_with(workspace, ledger, JULY)
        first = issue_bulletin(round_, small_summary)
        saved_again(first.path)
        again = issue_bulletin(round_, replace(small_summary, number="X"))
        assert again.path.name == f"{first.path.stem}-2.docx"
        assert again.path.read_bytes() == first.paper.content
        first.path.unlink()
        assert issue_bulletin(round_, small_summary).path == first.path


def test_an_answer_by_telephone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It counts like one on a slip, says by whom and when, and what it asks for is decided like any other."""
    workspace = write_workspace(tmp_path / "w")
    with on(workspace, at(2)) as round_:
        supervise(round_, summary_of(workspace, 2))
    monkeypatch.chdir(workspace.folder)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    monkeypatch.setattr(round_options, "now", lambda: at(2, 25))
    by = ["--said-by", "王五", "--said-on", "2020-07-24"]
    assert run(["reply", "zb002", "--cause", "缺机具", "--measures", "增购", "--done-by", "2020-09-30", *by]) == DONE  # fmt: skip
    assert run(["reply", "ZB002", "--extend-due", "2020-12-15", "--extend-value", "8", *by]) == DONE
    said = capsys.readouterr().out
    assert "王五于2020年7月24日答复" in said
    assert "申请延期：ZB002　延到 2020-12-15，改为 8" in said
    with on(workspace, at(2, 25)) as round_:
        _, last = replies(round_.ledger, workspace.code)
        assert (last.cause, last.measures, last.done_by) == ("缺机具", "增购", "2020-09-30")
        assert (last.said_by, last.said_on, last.file) == ("王五", date(2020, 7, 24), "")
        assert [one.code for one in undecided(round_.ledger, workspace.code)] == ["ZB002"]
    assert run(["status", "--period", "2020-Q2"]) == DONE
    said = capsys.readouterr().out
    assert "已回复" in said
    assert "申请延期：ZB002" in said
    assert run(["history", "NYT"]) == DONE
    assert "王五 2020-07-24" in capsys.readouterr().out
    assert (
        run(["decide", "ZB002", "--document", "某政办〔2020〕9号", "--said-by", "副市长"]) == DONE
    )
    revised = load_workspace(workspace.folder).plan.revision[-1]
    assert (revised.code, str(revised.value), revised.due) == ("ZB002", "8", date(2020, 12, 15))
    with on(workspace, at(2, 25)) as round_:
        assert undecided(round_.ledger, workspace.code) == ()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["RW001", "--cause", "x"], "没有关于 RW001 的、还没销号的函或单"),
        (["ZB002"], "没有写 ZB002 答复了什么"),
        (["ZB002", "--extend-value", "很多"], "目标值“很多”不能用"),
        (["ZB002", "--done-by", "年底"], "「年底」不是日期"),
    ],
)
def test_an_answer_that_cannot_be_entered(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    workspace = write_workspace(tmp_path / "w")
    with on(workspace, at(2)) as round_:
        supervise(round_, summary_of(workspace, 2))
    monkeypatch.chdir(workspace.folder)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    monkeypatch.setattr(round_options, "now", lambda: at(2, 25))
    assert run(["reply", *words, "--said-by", "王五"]) == USAGE
    assert told in capsys.readouterr().err
    with on(workspace, at(2, 25)) as round_:
        assert replies(round_.ledger, workspace.code) == ()
