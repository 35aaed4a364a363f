"""Every command in the documents runs, and prints what the document says it prints."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from xlreport.cli.exit_codes import run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "README.md",  # the English one has the very same blocks: tested below
    *sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").rglob("*.md")),
]
LONG = ("docs/en/tutorial.md", "docs/zh/tutorial.md")
"""A whole year of a coordinator; README's commands run every time."""
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)


def sessions(page: str) -> list[tuple[str, str]]:
    """Return each command of a page's console blocks with the output printed below it."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.findall((ROOT / page).read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command.strip(), output.rstrip("\n")))
    return found


def agrees(told: str, printed: str) -> bool:
    """Say whether output is as told; a line of `…` stands for any lines."""
    pattern = "\n".join(
        "(?:.*\n)*?.*" if line.strip() == "…" else re.escape(line.rstrip())
        for line in told.split("\n")
    )
    lines = "\n".join(line.rstrip() for line in printed.rstrip("\n").split("\n"))
    return re.fullmatch(pattern, lines) is not None


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=pytest.mark.long if page in LONG else ())
        for page in PAGES
        if "```console" in (ROOT / page).read_text("utf-8")
    ],
)
def test_page(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of a page run one after another in a copy of the checkout's examples and schemas."""
    for folder in ("examples", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    english = page.startswith("docs/en/")
    monkeypatch.setenv("XLREPORT_LANG", "en" if english else "zh")
    for command, told in sessions(page):
        words = shlex.split(command)
        assert words[0] == "xlreport", (
            f"{page}: only xlreport runs in a console block, not {words[0]}"
        )
        code = run(words[1:])
        printed = capsys.readouterr()
        assert code in {0, 1}, f"{page}: {command}: {printed.err}"
        if told:
            assert agrees(told, printed.out), f"{page}: {command} printed:\n{printed.out}"


def test_every_command_is_in_the_documents() -> None:
    """No command exists that README or the tutorial does not show."""
    from xlreport.cli.command_table import COMMANDS

    shown = " ".join(command for page in PAGES for command, _ in sessions(page))
    text = shown + (ROOT / "docs/en/cli.md").read_text("utf-8")
    for group, commands in COMMANDS.items():
        for name in commands:
            assert " ".join(filter(None, ("xlreport", group, name))) in text


def test_both_readmes_say_the_same() -> None:
    """Chinese and English have the same commands, code, sections, lists and pages to read on, and
    the same first screen: title, sentence, command, picture.
    """
    zh, en = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.en.md"))
    blocks = re.compile(r"^```\w+\n.*?^```", re.DOTALL | re.MULTILINE)
    assert blocks.findall(zh) == blocks.findall(en)
    marks = re.compile(r"^(#+ |- |```\w*|!\[|<!-- test command -->)", re.MULTILINE)
    assert marks.findall(zh) == marks.findall(en)
    first, second = (marks.findall(text)[:3] for text in (zh, en))
    assert first == second == ["# ", "```sh", "```"]
    links = re.compile(r"\]\(([^)]+)\)")
    in_english = [
        target.replace("docs/zh/", "docs/en/").replace(".zh.md", ".md")
        for target in links.findall(zh)
    ]
    assert in_english[1:] == links.findall(en)[1:]


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "README.en.md",
        *(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    """A link inside the project names a file that is there."""
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text):
        assert ((ROOT / page).parent / target).exists(), target
