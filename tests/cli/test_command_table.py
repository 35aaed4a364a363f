"""The table of commands: whole, in words of every language, and loaded one at a time."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xlreport.cli.command_table import COMMANDS, program
from xlreport.cli.exit_codes import run
from xlreport.messages import catalogue, languages

CLI = Path(__file__).resolve().parents[2] / "xlreport/cli"
NAMES = [(group, name) for group, commands in COMMANDS.items() for name in commands]


def command(group: str, name: str) -> Any:
    """Return a command as Click has it."""
    root = program()
    return (root.get_command(None, group) if group else root).get_command(None, name)


def test_every_command_function_is_in_the_table() -> None:
    """A function `…_command` that nobody can call is forgotten, not spare."""
    written = {
        f"{'.'.join(file.relative_to(CLI).with_suffix('').parts)}:{node.name}"
        for file in CLI.rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_command")
    }
    private = {one for one in written if one.split(":")[1].startswith("_")}
    listed = {place for commands in COMMANDS.values() for place in commands.values()}
    public = {
        one for one in written - private if not one.startswith(("usage_errors:", "command_help:"))
    }
    assert public == listed


@pytest.mark.parametrize("language", languages())
def test_every_command_and_option_has_words(language: str) -> None:
    """Each has its own sentence in each language, and no sentence is left over."""
    words = {key for key in catalogue(language) if key.startswith("help.")}
    needed = {"help.xlreport.about", "help.shared.help"}
    needed |= {f"help.{group}.about" for group in COMMANDS if group}
    needed |= {
        f"help.xlreport.{one}" for one in ("version", "install_completion", "show_completion")
    }
    for group, name in NAMES:
        key = "_".join(filter(None, (group, name)))
        needed.add(f"help.{key}.about")
        for param in command(group, name).params:
            own, shared = f"help.{key}.{param.name}", f"help.shared.{param.name}"
            assert own in words or shared in words, own
            needed.add(own if own in words else shared)
    spare = {
        one
        for one in words - needed
        if not one.startswith(("help.label", "help.kind", "help.page"))
    }
    assert not spare


@pytest.mark.parametrize(("group", "name"), NAMES)
def test_help_is_in_one_language(
    group: str, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The English help has no Chinese letter; the Chinese one no English sentence of Click."""
    words = [*filter(None, (group, name)), "-h"]
    monkeypatch.setenv("XLREPORT_LANG", "en")
    assert run(words) == 0
    english = capsys.readouterr().out
    assert english.isascii() or not any("\u4e00" <= one <= "\u9fff" for one in english)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    assert run(words) == 0
    chinese = capsys.readouterr().out
    assert chinese.startswith("用法：")
    for click in ("Usage", "Options", "Arguments", "Show this", "required", "default"):
        assert click not in chinese


@pytest.mark.parametrize(
    ("language", "arguments", "words"),
    [
        ("zh", ["consolidat"], "没有 consolidat 这个命令；是不是 consolidate？"),
        ("zh", ["plan", "chek"], "没有 chek 这个命令；是不是 check？"),
        ("zh", ["zzz"], "没有 zzz 这个命令。"),
        ("zh", ["consolidate"], "缺少参数 INBOX。"),
        ("zh", ["generate", "p.toml"], "缺少选项 --period。"),
        ("zh", ["consolidate", "x", "-j"], "选项 -j 后面要有值。"),
        ("zh", ["consolidate", "x", "-j", "-1"], "--jobs 应为不小于 0 的整数。"),
        ("zh", ["consolidate", "x", "-j", "a"], "--jobs 应为不小于 0 的整数。"),
        ("zh", ["plan", "export", "x", "--year", "1"], "--year 应为 1949 到 2199 之间的整数。"),
        ("zh", ["validate", "x", "-f", "xml"], "--format 只能是 text · json，不能是「xml」。"),
        ("zh", ["status", "a", "b"], "多出了 a b。"),
        ("zh", ["status", "--quiet=1"], "选项 --quiet 后面不写值。"),
        ("en", ["consolidat"], "there is no command consolidat; did you mean consolidate?"),
        ("en", ["status", "--perod", "x"], "there is no option --perod; did you mean --period?"),
        ("en", ["consolidate"], "the argument INBOX is missing."),
        ("en", ["validate", "x", "-f", "xml"], '--format must be one of text · json, not "xml".'),
    ],
)
def test_usage_errors_are_in_the_readers_language(
    language: str,
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two lines: what is wrong, and where to read how it is written; exit code 2."""
    monkeypatch.setenv("XLREPORT_LANG", language)
    assert run(arguments) == 2
    wrong, remedy = capsys.readouterr().err.splitlines()
    assert wrong.endswith(words)
    assert "--help" in remedy


@pytest.mark.parametrize(
    ("locale", "begins"),
    [
        ("zh_CN.UTF-8", "用法"),
        ("C", "用法"),
        ("C.UTF-8", "用法"),
        ("en_GB.UTF-8", "Usage"),
        ("fr_FR.UTF-8", "Usage"),
        ("English_United States.1252", "Usage"),
        ("Chinese (Simplified)_China.936", "用法"),
    ],
)
def test_the_locale_says_the_language(
    locale: str,
    begins: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without XLREPORT_LANG it is the system's; of a language without words, English."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert run(["-h"]) == 0
    assert capsys.readouterr().out.startswith(begins)


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_that_of_the_package(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program, the package and the installed distribution name one version."""
    from importlib.metadata import version

    from xlreport import __version__

    assert run([option]) == 0
    assert capsys.readouterr().out == f"xlreport {__version__}\n"
    assert version("xlreport") == __version__


@pytest.mark.parametrize(
    ("words", "at", "offered"),
    [("xlreport con", 1, "consolidate"), ("xlreport plan export --bl", 3, "--blank")],
)
def test_a_shell_completes_commands_and_options(words: str, at: int, offered: str) -> None:
    """What bash asks for is answered, commands that are not loaded yet included."""
    asked = {"_XLREPORT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    done = subprocess.run(
        [sys.executable, "-c", "from xlreport.__main__ import main; main()"],
        capture_output=True, text=True, check=True, env={**os.environ, **asked},
    )  # fmt: skip
    assert done.stdout.split() == [offered]


def test_quiet_prints_only_what_is_wrong(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sound run says nothing; a plan to mend still names what is to mend; verbose tells more."""
    monkeypatch.setenv("XLREPORT_LANG", "en")
    plan = CLI.parents[1] / "schemas/tibet-2020.toml"
    assert run(["templates", "export", str(tmp_path), "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["plan", "show", str(plan), "-q"]) == 0
    assert "tibet" in capsys.readouterr().out.lower()
    bad = tmp_path / "bad.toml"
    text = plan.read_text("utf-8")
    bad.write_text(text.replace("[[indicator]]", "[[indicator]]\nwrong = 1", 1), "utf-8")
    assert run(["plan", "check", str(bad), "-q"]) in {1, 3}
    assert any(capsys.readouterr())
    assert run(["plan", "show", str(plan), "-v"]) == 0
    assert "took" in capsys.readouterr().err


def test_defaults_stand_in_the_settings_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`[defaults]` holds below its folder, makes it no workspace, and names what it misspells."""
    monkeypatch.setenv("XLREPORT_LANG", "en")
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    settings = tmp_path / "xlreport.toml"
    settings.write_text('[defaults]\nquiet = true\n[defaults.draft]\nout = "d.toml"\n', "utf-8")
    assert run(["draft", str(CLI.parents[1] / "examples/report.txt")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "d.toml").is_file()
    assert run(["status"]) == 3
    assert "workspace" in capsys.readouterr().err
    settings.write_text("[defaults.draft]\nouts = 'd.toml'\n", "utf-8")
    assert run(["draft", "x.txt"]) == 2
    assert '"outs"' in capsys.readouterr().err
