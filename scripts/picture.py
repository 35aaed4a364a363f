"""Take the pictures of README and site: a form, a marked copy, the summary, the page; docs/assets/*.png.

Beside them stands what they were taken of, as checksums of its content: `--check` says whether the
program would now make something else, without rendering anything.
The fonts of Chinese Windows that the workbooks name are not here; an alias lends them Noto.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "docs/assets"
TAKEN_OF = ASSETS / "pictures.json"
WORKBOOKS = {
    "form": ("outbox/08_人力资源社会保障厅_2020年二季度.xlsx", 2),
    "marked": ("returned/经信厅二季度报表（定稿）.xlsx", 3),
    "summary": ("summary.xlsx", 1),
}
"""Which workbook, and which page of it as printed."""
PAGE = "page.html"
ALIASES = {
    "微软雅黑": "Noto Sans CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "Calibri": "Carlito",
}
FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include>'
ALIAS = '<alias binding="same"><family>{name}</family><prefer><family>{instead}</family></prefer></alias>'


def main() -> int:
    """Take the pictures, or say which are stale."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        taken_of = make(folder)
        if "--check" in sys.argv:
            known = json.loads(TAKEN_OF.read_text("utf-8"))
            stale = [name for name, content in taken_of.items() if known.get(name) != content]
            for name in stale:
                print(f"stale: docs/assets/{name}.png (run make picture)")
            return 1 if stale else 0
        for name, (workbook, page) in WORKBOOKS.items():
            taken = render(folder / workbook, folder / f"of {name}", 110)[page - 1]
            shutil.copyfile(taken, ASSETS / f"{name}.png")
        screenshot(folder / PAGE, ASSETS / "page.png")
    TAKEN_OF.write_text(json.dumps(taken_of, indent=1) + "\n", "utf-8")
    return 0


def make(folder: Path) -> dict[str, str]:
    """Make the example's outputs in a folder, and return a checksum of each that is pictured."""
    inbox, last = str(ROOT / "examples/inbox"), str(ROOT / "examples/last/2020-Q1.csv")
    plan, out = str(ROOT / "schemas/tibet-2020.toml"), str(folder / "outbox")
    xlreport("generate", plan, "--period", "2020-Q2", "--last", last, "--out", out)
    xlreport("validate", inbox, "--last", last, "--out", str(folder / "returned"))
    written = ["--out", str(folder / "summary.xlsx"), "--html", str(folder / PAGE)]
    xlreport("consolidate", inbox, "--last", last, *written)
    made = {name: content(folder / workbook) for name, (workbook, _) in WORKBOOKS.items()}
    return made | {"page": hashlib.sha256((folder / PAGE).read_bytes()).hexdigest()}


def xlreport(*words: str) -> None:
    """Run a command in Chinese; that there is something to mend is no failure."""
    command = [sys.executable, "-m", "xlreport", *words, "--quiet"]
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"XLREPORT_LANG": "zh"},
        capture_output=True,
        check=False,
    )
    if ran.returncode not in {0, 1}:
        sys.exit(ran.stderr.decode())


def content(workbook: Path) -> str:
    """Return the checksum of a workbook's parts, whatever the archive around them."""
    total = hashlib.sha256()
    with zipfile.ZipFile(workbook) as archive:
        for name in sorted(archive.namelist()):
            total.update(name.encode() + archive.read(name))
    return total.hexdigest()


def render(workbook: Path, folder: Path, dpi: int) -> list[Path]:
    """Return the pages of a workbook as pictures."""
    folder.mkdir()
    fonts = folder / "fonts.conf"
    aliases = "".join(ALIAS.format(name=a, instead=b) for a, b in ALIASES.items())
    fonts.write_text(f"{FONTS}{aliases}</fontconfig>", "utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(["soffice", profile, *words], check=True, capture_output=True, env=environment)
    pdf = folder / f"{workbook.stem}.pdf"
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(pdf), str(folder / "page")], check=True)
    return sorted(folder.glob("page*.png"))


def screenshot(page: Path, picture: Path) -> None:
    """Take the first screen of a web page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        # root in a container has no sandbox to give; a page of ours alone is opened
        flags = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.goto(page.as_uri())
        opened.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
