"""Render the first page of the example's summary by LibreOffice: docs/summary.png.

The fonts of Chinese Windows that the workbook names are not here; an alias lends them Noto Sans CJK.
"""

import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALIASES = {
    "微软雅黑": "Noto Sans CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "Calibri": "Carlito",
}
FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include>'
ALIAS = '<alias binding="same"><family>{name}</family><prefer><family>{instead}</family></prefer></alias>'


def render(workbook: Path, folder: Path, dpi: int) -> list[Path]:
    """Return the pages of a workbook as pictures."""
    fonts = folder / "fonts.conf"
    fonts.write_text(
        FONTS
        + "".join(ALIAS.format(name=a, instead=b) for a, b in ALIASES.items())
        + "</fontconfig>"
    )
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(workbook),
    ]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    pdf = folder / f"{workbook.stem}.pdf"
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(pdf), str(folder / "page")], check=True)
    return sorted(folder.glob("page*.png"))


def main() -> None:
    """Write the picture."""
    from xlreport.cli.exit_codes import run

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        summary = folder / "summary.xlsx"
        run(["consolidate", str(ROOT / "examples/inbox"), "--out", str(summary)])
        (ROOT / "docs/summary.png").write_bytes(render(summary, folder, 110)[0].read_bytes())


if __name__ == "__main__":
    main()
