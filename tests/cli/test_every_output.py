"""Every output of every command, held to the same rules: what it may be written over, what it leaves alone, and what is said when it cannot be written."""

import csv
import errno
import os
import re
import shutil
import stat
import zipfile
from importlib import import_module
from inspect import get_annotations
from pathlib import Path
from typing import Any

import pytest

from xlreport.cli.command_table import COMMANDS
from xlreport.cli.exit_codes import run
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.files import writing_files
from xlreport.pipeline.plans.writing_plan_toml import plan_text

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ""
#: Where a command writes: command → parameter → the words before the place, and its suffix.
WRITTEN: dict[str, dict[str, tuple[str, str]]] = {
    "generate": {"out": ("plan.toml -p 2020-Q2 -o", FOLDER),
                 "archive": ("plan.toml -p 2020-Q2 -o {spare}forms --zip", ".zip")},
    "validate": {"out": ("inbox --plan plan.toml -o", FOLDER)},
    "consolidate": {
        "out": ("inbox --plan plan.toml -o", ".xlsx"),
        "data": ("inbox --plan plan.toml -o {spare}s.xlsx --data", ".csv"),
        "long": ("inbox --plan plan.toml -o {spare}s.xlsx --long", ".json"),
        "html": ("inbox --plan plan.toml -o {spare}s.xlsx --html", ".html"),
        "scores": ("inbox --plan plan.toml -o {spare}s.xlsx --scores", ".csv"),
        "copies": ("inbox --plan plan.toml -o {spare}s.xlsx --copies", FOLDER),
    },
    "bulletin": {"out": ("inbox --plan plan.toml -o", ".docx"),
                 "html": ("inbox --plan plan.toml --public -o {spare}p.docx --html", ".html")},
    "answer": {"out": ("form.xlsx rows.csv --plan plan.toml -o", ".xlsx")},
    "matrix": {
        "out": ("plan.toml rows.csv -o", ".xlsx"),
        "html": ("plan.toml rows.csv -o {spare}m.xlsx --html", ".html"),
        "data": ("plan.toml rows.csv -o {spare}m.xlsx --data", ".csv"),
    },
    "shard": {"out": ("inbox --plan plan.toml -o", ".parquet")},
    "fill": {"out": ("form.xlsx values.csv -o", ".xlsx")},
    "draft": {"out": ("report.txt --year 2020 -o", ".xlsx")},
    "watch": {"out": ("--once -o", ".xlsx"), "html": ("--once -o s.xlsx --html", ".html")},
    "init": {"folder": ("plan.toml", FOLDER)},
    "export-ledger": {"folder": ("", FOLDER)},
    "backup": {"file": ("", ".sqlite3")},
    "plan export": {"files": ("plan.toml", ".xlsx")},
    "plan import": {"plan": ("plan.xlsx", ".toml")},
    "plan next": {"out": ("plan.toml -o", ".xlsx")},
    "plan collect": {"out": ("plan.toml opinions -o", ".xlsx")},
    "templates export": {"folder": ("", FOLDER)},
}  # fmt: skip
#: Paths that are only read.
READ = {
    "inbox", "last", "plan", "templates", "beside", "form", "data", "files", "template", "values", "report",
    "departments", "workbook", "old", "new", "source", "parent", "folder", "file",
}  # fmt: skip
#: What goes on when it could not write, and tells it as it does the rest: tests/mail holds it to that.
GOES_ON = {"watch"}
OUTPUTS = [(command, param) for command, params in WRITTEN.items() for param in params]
FILES = [(command, param) for command, param in OUTPUTS if WRITTEN[command][param][1]]
WORKED_ON = [
    (command, param)
    for command, param in FILES
    if WRITTEN[command][param][1] in {".xlsx", ".docx"} and command not in GOES_ON
]
#: What may have any name, and finds one of its own in a folder.
FITS_ANY = {"backup"}


#: Those that are run to their end every time; the others with the long tests.
EVERY_TIME = {"generate", "consolidate", "bulletin", "plan export", "templates export"}


def one_of(command: str, param: str) -> Any:
    """Return a row of a table of tests, a long one unless it is run every time."""
    return pytest.param(command, param, marks=() if command in EVERY_TIME else pytest.mark.long)


@pytest.fixture(scope="module")
def material(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan, a form of it, a return with a fault, its rows, a report, copies of the plan, and a workspace."""
    folder = tmp_path_factory.mktemp("material")
    (folder / "plan.toml").write_text(plan_text(small_plan) + "\n[score]\n", "utf-8")
    (folder / "report.txt").write_bytes((ROOT / "examples/report.txt").read_bytes())
    (folder / "values.csv").write_text(
        "code,actual,remark\nZB001,2.4,\nZB002,3..4,见附件\n", "utf-8"
    )
    before = Path.cwd()
    os.chdir(folder)
    try:
        for words in (
            "generate plan.toml -p 2020-Q2 -o forms -q",
            "plan export plan.toml plan.xlsx -q",
            "plan export plan.toml opinions/copy.xlsx -q",
        ):
            assert run(words.split()) == 0, words
        form = next(
            one for one in (folder / "forms").iterdir() if "人力" in one.name or "人社" in one.name
        )
        shutil.copy(form, folder / "form.xlsx")
        assert run(["fill", "form.xlsx", "values.csv", "-o", "inbox/return.xlsx", "-q"]) == 0
        assert (
            run(
                [
                    "consolidate",
                    "inbox",
                    "--plan",
                    "plan.toml",
                    "-o",
                    "s.xlsx",
                    "--data",
                    "rows.csv",
                    "-q",
                ]
            )
            == 0
        )
        (folder / "s.xlsx").unlink()
        _answering(folder / "rows.csv")
        assert run(["init", "plan.toml", "home", "-q"]) == 0
    finally:
        os.chdir(before)
    return folder


def _answering(path: Path) -> None:
    """Let the rows be those of a lower plan, whose first row answers this plan's first target."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["plan"] = "CITY-2020"
    rows[0] |= {"parent": "SMALL-2020:ZB001", "parent_kind": "same"}
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.DictWriter(stream, list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)


@pytest.fixture
def here(material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the material's files, to run in; the ledger's commands have a workspace of their own."""
    shutil.copytree(material, tmp_path / "here", symlinks=True)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XLREPORT_LANG", "en")
    return tmp_path / "here"


def words_for(command: str, param: str, place: Path) -> list[str]:
    """Return the command with a place to write to."""
    words = WRITTEN[command][param][0].format(spare="spare-")
    return [*command.split(), *words.split(), str(place)]


def enter(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go into the workspace for what is about its ledger."""
    if command in {"backup", "export-ledger", "watch"}:
        monkeypatch.chdir("home")


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes; what stands in place of one, by its kind."""
    return {
        str(one.relative_to(folder)): one.read_bytes()
        if one.is_file() and not one.is_symlink()
        else b""
        for one in folder.rglob("*")
        if ".sqlite3-" not in one.name
    }


def test_every_path_of_every_command_is_in_the_table() -> None:
    """A new command says here which of its paths are written."""
    for group, commands in COMMANDS.items():
        for name, place in commands.items():
            module, function = place.split(":")
            hints = get_annotations(getattr(import_module(f"xlreport.cli.{module}"), function))
            paths = {one for one, kind in hints.items() if "Path" in str(kind)}
            written = set(WRITTEN.get(f"{group} {name}".strip(), {}))
            assert written <= paths
            assert paths - written <= READ, name


@pytest.mark.parametrize(
    ("command", "param", "kind"),
    [
        (*one, kind)
        for one in FILES
        for kind in ("folder", "link", "dangling", "pipe", "device", "suffix")
        if not (one[0] in FITS_ANY and kind in {"folder", "suffix"})
    ],
)
def test_what_is_no_file_is_never_replaced(
    command: str,
    param: str,
    kind: str,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Folder, link, pipe and device stay what they are; a name that does not fit is refused; and nothing else is written."""
    suffix = WRITTEN[command][param][1]
    enter(command, monkeypatch)
    place = here.parent / f"out{'.pdf' if kind == 'suffix' else suffix}"
    if kind == "folder":
        place.mkdir()
    elif kind == "link":
        (here.parent / "kept").write_text("kept")
        place.symlink_to(here.parent / "kept")
    elif kind == "dangling":
        place.symlink_to(here.parent / "nowhere")
    elif kind in {"pipe", "device"}:
        _special(place, kind)
    state = place.lstat() if kind != "suffix" else None
    before = everything(here)
    assert run(words_for(command, param, place)) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert place.name in told[0] or ".pdf" in told[0]
    if state is not None:
        assert (state.st_mode, state.st_ino) == (place.lstat().st_mode, place.lstat().st_ino)
    assert everything(here) == before
    assert not (here.parent / "nowhere").exists()


def _special(place: Path, kind: str) -> None:
    if kind == "device":
        try:
            os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        except PermissionError:
            kind = "pipe"
    if kind == "pipe":
        os.mkfifo(place)


@pytest.mark.parametrize(
    ("command", "param"),
    [one_of(one, next(iter(params))) for one, params in WRITTEN.items() if one not in GOES_ON],
)
def test_a_disk_without_room_costs_two_lines(
    command: str,
    param: str,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exit code 3, what is wrong and what to do; what stood at the place is whole, and nothing half done is left."""
    suffix = WRITTEN[command][param][1]
    enter(command, monkeypatch)
    place = here.parent / f"out{suffix}"
    former = b""
    if suffix and command not in {"backup", "plan import"}:
        place.write_bytes(b"as it was before")
        former = place.read_bytes()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing_files, "new_file", full)
    monkeypatch.setattr("xlreport.ledger.ledger_backups._flushed", full)
    assert run(words_for(command, param, place)) == 3
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2, told
    assert "disk is full" in told[0]
    if former:
        assert place.read_bytes() == former
    left = [
        one.name
        for one in here.parent.rglob("*")
        if re.fullmatch(r"\.xlreport-.*\.(tmp|sqlite3)", one.name)
    ]
    assert left == []


@pytest.mark.parametrize(("command", "param"), [one_of(*one) for one in WORKED_ON])
def test_what_somebody_worked_on_is_never_written_over(
    command: str, param: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twice the same is written once; what was saved by another program stays, and the new one stands beside, said by name."""
    place = here.parent / f"out{WRITTEN[command][param][1]}"
    words = words_for(command, param, place)
    assert run(words) == 0
    assert run(words) == 0
    assert [one.name for one in here.parent.glob("out*")] == [place.name]
    _save_again(place)
    kept = place.read_bytes()
    capsys.readouterr()
    assert run([*words, "-q"]) == 0
    beside = place.with_name(f"out-2{place.suffix}")
    assert place.read_bytes() == kept
    assert beside.is_file()
    printed = capsys.readouterr().out
    assert place.name in printed
    assert beside.name in printed


def _save_again(path: Path) -> None:
    """Write the parts of a workbook or paper into a new archive, as any program does that saves it."""
    with zipfile.ZipFile(path) as old:
        parts = [(one, old.read(one)) for one in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as saved:
        for name, content in parts:
            saved.writestr(name, content)


def test_a_plan_file_that_is_written_again_keeps_the_former(here: Path) -> None:
    """Text carries no fingerprint: what stood there lies beside it as `.old`."""
    words = ["draft", "report.txt", "--year", "2020", "-o", "drafted.toml", "-q"]
    assert run(words) == 0
    (here / "drafted.toml").write_text("# worked on by hand\n", "utf-8")
    assert run(words) == 0
    assert (here / "drafted.toml.old").read_text("utf-8") == "# worked on by hand\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("consolidate inbox/return.xlsx --plan plan.toml -o inbox/return.xlsx", "written over"),
        ("consolidate inbox --plan plan.toml -o inbox/s.xlsx", "only read"),
        ("consolidate inbox --plan plan.toml -o s.xlsx --last rows.csv --data rows.csv", "written over"),
        ("consolidate inbox --plan plan.toml -o s.xlsx --beside rows.csv --long ./rows.csv", "written over"),
        ("consolidate inbox --plan plan.toml -o s.xlsx --data a.csv --long ./a.csv", "one over the other"),
        ("consolidate inbox/return.xlsx --plan plan.toml -o s.xlsx --copies inbox", "written over"),
        ("validate inbox/return.xlsx --plan plan.toml -o inbox", "written over"),
        ("validate inbox --plan plan.toml -o inbox/back", "only read"),
        ("shard inbox --plan plan.toml -o inbox/a.parquet", "only read"),
        ("bulletin inbox --plan plan.toml -o inbox/b.docx", "only read"),
        ("answer form.xlsx rows.csv --plan plan.toml -o form.xlsx", "written over"),
        ("matrix plan.toml rows.csv -o m.xlsx --data rows.csv", "written over"),
        ("plan next plan.toml -o plan.toml", "written over"),
        ("plan collect plan.toml opinions -o opinions/all.xlsx", "only read"),
        ("draft report.txt --departments plan.toml -o plan.toml", "written over"),
    ],
)  # fmt: skip
def test_what_is_read_is_not_written_over(
    words: str, code: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An inbox, a file that is read and another output are no place to write to; nothing is touched."""
    before = everything(here)
    assert run(words.split()) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert code in told[0]
    assert everything(here) == before
