"""Writing: whole or not at all, and never over an original that cannot be replaced."""

import errno
from pathlib import Path

import pytest

from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.processes.platform_write_error_calls import unwritten


def test_written_once(tmp_path: Path) -> None:
    """A file that holds the bytes already is left alone; folders are made."""
    path = tmp_path / "a/b.txt"
    assert write_whole(path, b"one")
    assert not write_whole(path, b"one")
    assert write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "not-permitted"),
        (errno.EPERM, "not-permitted"),
        (errno.EROFS, "not-permitted"),
        (errno.EBUSY, "file-busy"),
        (errno.ETXTBSY, "file-busy"),
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EIO, "file-unwritable"),
    ],
)
def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    """Open in Excel, no right, no room left: told apart, named in one line, the old file whole, no temporary file left behind."""
    path = tmp_path / "summary.xlsx"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CannotRun) as stopped:
        write_whole(path, b"new")
    assert stopped.value.code == code
    assert stopped.value.fields["file"] == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An output that is a folder stops the command with its name and exit code 3."""
    (tmp_path / "out").write_bytes(b"")
    arguments = [
        "generate",
        "schemas/tibet-2020.toml",
        "--period",
        "2020-Q2",
        "--out",
        str(tmp_path / "out"),
    ]
    assert (
        run(
            [
                str(Path(__file__).parents[3] / one) if one.endswith("toml") else one
                for one in arguments
            ]
        )
        == 3
    )
    assert "out" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    """Output below a file is refused as what it is, not as a file that somebody has open."""
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(CannotRun) as stopped:
        write_whole(tmp_path / "out/summary.xlsx", b"new")
    assert stopped.value.code == "not-a-folder"


@pytest.mark.parametrize("command", ["validate", "consolidate"])
def test_an_inbox_is_only_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """An output inside the inbox is refused before anything is read: it would come back as a return."""
    assert run([command, str(tmp_path), "--out", str(tmp_path / "out.xlsx")]) == 2
    assert "out.xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("winerror", "renaming", "code"),
    [(32, True, "file-busy"), (33, True, "file-busy"), (5, True, "file-busy"), (5, False, "not-permitted")],
)  # fmt: skip
def test_what_windows_says_of_a_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    winerror: int,
    renaming: bool,  # noqa: FBT001
    code: str,
) -> None:
    """Access denied is an open file where it is renamed onto, and want of rights where one is made."""
    path = tmp_path / "summary.xlsx"
    path.write_bytes(b"old")
    error = PermissionError(errno.EACCES, "denied", "x", None, str(path) if renaming else None)
    monkeypatch.setattr("sys.platform", "win32")
    told = type("Denied", (PermissionError,), {"winerror": winerror})(*error.args)
    told.filename2 = error.filename2
    assert unwritten(told, path).code == code
