"""Workbooks computed anew by LibreOffice."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from python_calamine import CalamineWorkbook

OFFICE = shutil.which("soffice")
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, CalamineWorkbook]:
    """Open the workbooks in LibreOffice, which computes everything, and return what it saved."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder / "out"), *(str(folder / f"{name}.xlsx") for name in books)],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    return {
        name: CalamineWorkbook.from_path(str(folder / "out" / f"{name}.xlsx")) for name in books
    }
