"""What lies in an inbox: everything is listed, nothing is followed or waited for."""

import os
import sys
from pathlib import Path

import pytest

from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.return_refusal import Refused
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.processes.folders.local_folder import file_content, list_inbox, shown_path
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.reading_workbook_files import read_files, read_one

posix_only = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither pipes nor such names"
)


def outcomes(inbox: Path, words: Headings) -> dict[str, str]:
    found = {}
    for outcome in read_files(list_inbox(inbox), inbox, words):
        found[outcome.file] = outcome.finding.code if isinstance(outcome, Unreadable) else "read"
    return found


def test_files_below_in_order(tmp_path: Path, sound: bytes, words: Headings) -> None:
    """Files are found in all folders, in the order of their paths, and named with forward slashes."""
    for name in ("b.xlsx", "a/z.xlsx", "a/b/c.xlsx", "a.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(sound)
    assert list(outcomes(tmp_path, words)) == ["a/b/c.xlsx", "a/z.xlsx", "a.xlsx", "b.xlsx"]
    assert list_inbox(tmp_path / "b.xlsx") == (tmp_path / "b.xlsx",)


@posix_only
def test_what_is_no_submission(tmp_path: Path, sound: bytes, words: Headings) -> None:
    """Lock files, system files, folders named like workbooks, pipes and links out are listed by name."""
    inbox = tmp_path / "inbox"
    (inbox / "folder.xlsx").mkdir(parents=True)
    (inbox / "plain").mkdir()
    (tmp_path / "outside.xlsx").write_bytes(sound)
    (inbox / "inside.xlsx").write_bytes(sound)
    for name in ("~$a.xlsx", ".~lock.a.xlsx#", ".DS_Store", "._a.xlsx", "Thumbs.db"):
        (inbox / name).write_bytes(b"x")
    os.mkfifo(inbox / "pipe.xlsx")
    (inbox / "out.xlsx").symlink_to(tmp_path / "outside.xlsx")
    (inbox / "broken.xlsx").symlink_to(inbox / "nowhere")
    (inbox / "loop.xlsx").symlink_to(inbox / "loop.xlsx")
    (inbox / "again.xlsx").symlink_to(inbox / "inside.xlsx")
    (inbox / "empty.xlsx").write_bytes(b"")
    assert outcomes(inbox, words) == {
        "folder.xlsx": "is-folder", "~$a.xlsx": "is-lock-file", ".~lock.a.xlsx#": "is-lock-file",
        ".DS_Store": "is-system-file", "._a.xlsx": "is-system-file", "Thumbs.db": "is-system-file",
        "pipe.xlsx": "is-special", "out.xlsx": "is-link", "broken.xlsx": "is-link", "loop.xlsx": "is-link",
        "again.xlsx": "read", "inside.xlsx": "read", "empty.xlsx": "empty-file",
    }  # fmt: skip


@posix_only
def test_strange_names(tmp_path: Path, sound: bytes, words: Headings) -> None:
    """Names that are no text are shown with escapes; no name stops the run."""
    names = [
        b"\xff\xfe.xlsx",
        "很长".encode() * 40 + b".xlsx",
        b"-rf $(x) %2f.xlsx",
        "\u202egnp.xlsx".encode(),
        b"a\nb.xlsx",
    ]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(sound)
    found = outcomes(tmp_path, words)
    assert set(found.values()) == {"read"}
    assert "\\xff\\xfe.xlsx" in found
    assert all(name.encode() for name in found)


def test_a_file_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes while it is read is left for the next run."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"half")
    real = os.fstat
    calls: list[int] = []

    def fstat(handle: int) -> os.stat_result:
        if calls:
            with path.open("ab") as stream:
                stream.write(b"more")
        calls.append(handle)
        return real(handle)

    monkeypatch.setattr(os, "fstat", fstat)
    with pytest.raises(Refused) as caught:
        file_content(path)
    assert caught.value.code == "still-changing"


def test_a_file_that_is_too_big(
    tmp_path: Path, words: Headings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size is looked at before a byte is read."""
    monkeypatch.setattr("xlreport.processes.worker_file_limits.FILE_BYTES", 3)
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(Refused) as caught:
        file_content(tmp_path / "a.xlsx")
    assert caught.value.code == "too-big"
    # a worker may start afresh and then knows nothing of the smaller limit: what it runs is called here
    outcome = read_one(tmp_path / "a.xlsx", "a.xlsx", words)
    assert isinstance(outcome, Unreadable)
    assert outcome.finding.code == "too-big"


def test_a_file_that_is_gone(tmp_path: Path, words: Headings) -> None:
    """A path that does not exist any more costs only itself."""
    (outcome,) = read_files([tmp_path / "gone.xlsx"], tmp_path, words)
    assert not isinstance(outcome, Submission)
    assert (outcome.finding.code, outcome.verdict, outcome.sha256) == (
        "cannot-open",
        Verdict.UNREADABLE,
        "",
    )


def test_names_of_files_elsewhere(tmp_path: Path) -> None:
    """A file that does not lie in the inbox goes by its name."""
    assert shown_path(tmp_path / "a" / "b.xlsx", tmp_path) == "a/b.xlsx"
    assert shown_path(tmp_path / "b.xlsx", tmp_path / "a") == "b.xlsx"
