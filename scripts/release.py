"""Make a release: `python scripts/release.py 0.2.0`. It commits and tags here, and pushes nothing.

The version is written, the changelog's top section gets it and the day, wheel and sdist are built into `dist/` and
looked into, and only then is anything committed.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION_FILE, CHANGELOG = ROOT / "xlreport/__init__.py", ROOT / "CHANGELOG.md"
CHANGELOG_ZH = ROOT / "CHANGELOG.zh.md"
WRITTEN = (VERSION_FILE, CHANGELOG, CHANGELOG_ZH)
VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
TOP = re.compile(r"^## (\S+) \((.+)\)$", re.MULTILINE)
"""The changelog's headings: `## 0.1.0 (unreleased)`."""
IN_WHEEL = (
    "xlreport/workbook_templates/zh/department.xlsx", "xlreport/workbook_templates/zh/summary.xlsx",
    "xlreport/workbook_templates/en/department.xlsx", "xlreport/workbook_templates/en/summary.xlsx",
    "xlreport/schemas/tibet-2020.toml", "xlreport/messages/zh/cli.toml", "xlreport/messages/en/cli.toml",
    "xlreport/workbook_templates/zh/bulletin.docx", "xlreport/workbook_templates/mail/zh/send.txt",
    "xlreport/publish/page.css", "xlreport/publish/public.css", "xlreport/py.typed",
)  # fmt: skip
"""Files without which a wheel installs and does not work."""


def main() -> None:
    """Release the version that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("version", help="such as 0.2.0")
    version = parser.parse_args().version
    if not re.fullmatch(r"\d+\.\d+\.\d+(rc\d+)?", version):
        sys.exit(f"{version} is no version such as 0.2.0 or 0.2.0rc1.")
    if _git("status", "--porcelain"):
        sys.exit("There are changes that are not committed.")
    if _git("tag", "--list", f"v{version}"):
        sys.exit(f"v{version} is there already.")
    before = {path: path.read_text(encoding="utf-8") for path in WRITTEN}
    told, told_zh = (before[path].count("\n- ") for path in (CHANGELOG, CHANGELOG_ZH))
    if told != told_zh:
        sys.exit(f"{CHANGELOG.name} has {told} lines, {CHANGELOG_ZH.name} {told_zh}.")
    try:
        VERSION_FILE.write_text(versioned(before[VERSION_FILE], version), encoding="utf-8")
        day = f"{datetime.now().astimezone():%Y-%m-%d}"  # noqa: TID251 - its day
        for path in (CHANGELOG, CHANGELOG_ZH):
            path.write_text(dated(before[path], version, day), encoding="utf-8")
        wheel, sdist = build(ROOT / "dist")
        for missing in lacking(wheel, sdist):
            sys.exit(f"{missing} is not in what was built.")
    except BaseException:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
        raise
    _git("commit", "--all", "--message", f"Version {version}")
    _git("tag", "--annotate", f"v{version}", "--message", f"Version {version}")
    print(f"{wheel}\n{sdist}\nv{version} is tagged. To publish it, push the branch and the tag.")


def versioned(text: str, version: str) -> str:
    """Return the package's module with a new version."""
    written, count = VERSION.subn(f'__version__ = "{version}"', text)
    if count != 1:
        sys.exit(f"{VERSION_FILE.name} names no version.")
    return written


def dated(text: str, version: str, day: str) -> str:
    """Return the changelog with its top section dated; raises SystemExit where nothing is new."""
    top = TOP.search(text)
    if top is None or top[2] != "unreleased":
        sys.exit("The changelog's top section is not «unreleased»: what is new in this version?")
    return text[: top.start()] + f"## {version} ({day})" + text[top.end() :]


def build(out: Path) -> tuple[Path, Path]:
    """Return a wheel and an sdist, each built from this checkout."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as place:
        tools = f"{place}/tools"
        subprocess.run([*pip, "install", "--target", tools, "hatchling>=1.27"], check=True)
        hatch = [sys.executable, "-m", "hatchling", "build", "-d", str(Path(place) / "built")]
        subprocess.run(
            hatch,
            cwd=ROOT,
            check=True,
            env={"PYTHONPATH": tools, "PATH": ""},
            stdout=subprocess.DEVNULL,
        )
        out.mkdir(exist_ok=True)
        built = [Path(shutil.copy(path, out)) for path in sorted(Path(place, "built").iterdir())]
    (wheel,) = (one for one in built if one.suffix == ".whl")
    (sdist,) = (one for one in built if one.suffix == ".gz")
    return wheel, sdist


def lacking(wheel: Path, sdist: Path) -> list[str]:
    """Return what a wheel or an sdist must hold and does not."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    with tarfile.open(sdist) as packed:
        sources = {name.partition("/")[2] for name in packed.getnames()}
    licences = [] if any(one.endswith("/LICENSE") for one in held) else ["LICENSE in the wheel"]
    wanted = ("LICENSE", "CHANGELOG.md", "pyproject.toml", "workbook_templates/zh/department.xlsx")
    return [
        *(one for one in IN_WHEEL if one not in held),
        *licences,
        *(f"{one} in the sdist" for one in wanted if one not in sources),
    ]


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
