"""Other hands: programs and libraries that load a workbook and save it, each as a function from bytes to bytes."""

import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

HERE = Path(__file__).parent
Hand = Callable[[bytes, Path], bytes]


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180, cwd=folder)


def libreoffice(suffix: str) -> Hand:
    def hand(content: bytes, folder: Path) -> bytes:
        (folder / "in.xlsx").write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run(
            [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                suffix,
                "--outdir",
                "out",
                "in.xlsx",
            ],
            folder,
        )
        return (folder / f"out/in.{suffix}").read_bytes()

    return hand


def node(script: str, suffix: str, *more: str) -> Hand:
    def hand(content: bytes, folder: Path) -> bytes:
        source, target = folder / "in.xlsx", folder / f"out.{suffix}"
        source.write_bytes(content)
        _run(["node", script, str(source), str(target), *more], HERE)
        return target.read_bytes()

    return hand


def gnumeric(exporter: str, suffix: str) -> Hand:
    def hand(content: bytes, folder: Path) -> bytes:
        source, target = folder / "in.xlsx", folder / f"out.{suffix}"
        source.write_bytes(content)
        _run(["ssconvert", "-T", exporter, str(source), str(target)], folder)
        return target.read_bytes()

    return hand


def by_openpyxl(content: bytes, _: Path) -> bytes:
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(stream)
    return stream.getvalue()


def by_pandas(content: bytes, _: Path) -> bytes:
    """Values alone, sheet by sheet."""
    stream = io.BytesIO()
    sheets = pd.read_excel(
        io.BytesIO(content),
        sheet_name=None,
        header=None,
        dtype=object,
        na_filter=False,
        engine="openpyxl",
    )
    with pd.ExcelWriter(stream, engine="openpyxl") as writer:
        for name, sheet in sheets.items():
            sheet.to_excel(writer, sheet_name=str(name), header=False, index=False)
    return stream.getvalue()


HANDS: Mapping[str, tuple[str, Hand]] = {
    "libreoffice-xlsx": ("xlsx", libreoffice("xlsx")),
    "libreoffice-xls": ("xls", libreoffice("xls")),
    "libreoffice-ods": ("ods", libreoffice("ods")),
    "exceljs": ("xlsx", node("save_exceljs.cjs", "xlsx")),
    "sheetjs-xlsx": ("xlsx", node("save_sheetjs.cjs", "xlsx", "xlsx")),
    "sheetjs-xlsb": ("xlsb", node("save_sheetjs.cjs", "xlsb", "xlsb")),
    "sheetjs-xls": ("xls", node("save_sheetjs.cjs", "xls", "biff8")),
    "sheetjs-ods": ("ods", node("save_sheetjs.cjs", "ods", "ods")),
    "gnumeric-xlsx": ("xlsx", gnumeric("Gnumeric_Excel:xlsx2", "xlsx")),
    "gnumeric-xls": ("xls", gnumeric("Gnumeric_Excel:excel_dsf", "xls")),
    "gnumeric-ods": ("ods", gnumeric("Gnumeric_OpenCalc:odf", "ods")),
    "openpyxl": ("xlsx", by_openpyxl),
    "pandas": ("xlsx", by_pandas),
}


def saved_by(name: str, content: bytes, folder: Path) -> bytes:
    """Return a workbook as another hand saves it; skips where that hand is not here."""
    if name.startswith("libreoffice") and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    if name.startswith("gnumeric") and shutil.which("ssconvert") is None:
        pytest.skip("Gnumeric is not installed")
    if name.startswith(("exceljs", "sheetjs")) and not (HERE / "node_modules").is_dir():
        pytest.skip("the clients are not installed: npm ci in tests/clients")
    return HANDS[name][1](content, folder)
