"""Evidence: typed in the form, tied to files that came by department and name, linked, and named where it is missing."""

import io
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))

from loopback import GOOD, PLAN, filled

from xlreport.cli.exit_codes import run
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.evidence import KeptFile
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.intake_evidence import by_name, named_evidence, tied
from xlreport.workbook.department.department_template import department_workbook

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
ASKS = PLAN.replace("year = 2020\n", "year = 2020\nevidence = true\n", 1)
Q2 = Period.parse("2020-Q2")
TYPED = "台账.pdf；照片、https://www.example.gov.cn/a?b=1,2，=cmd|' /C calc'!A0；../../etc/passwd；javascript:alert(1)"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ()),
        ("a.pdf", ("a.pdf",)),
        ("a.pdf、b c.jpg;a.pdf", ("a.pdf", "b c.jpg")),
        ("见《关于就业的报告.pdf》。", ("见《关于就业的报告.pdf",)),
        ("《a.pdf》，“b.pdf”", ("a.pdf", "b.pdf")),
        ("见 https://x.cn/a,b.pdf 、c.pdf", ("https://x.cn/a,b.pdf", "见", "c.pdf")),
        ("ftp://x/y", ("ftp://x/y",)),
        ("、".join(f"{n}.pdf" for n in range(99)), tuple(f"{n}.pdf" for n in range(50))),
    ],
)
def test_names_in_a_cell(typed: str, names: tuple[str, ...]) -> None:
    """Links are whole, names are what stands between the signs that people put between them."""
    assert named_evidence(typed) == names


def kept(file: str, department: str = "", *names: str) -> KeptFile:
    """A file that came."""
    given = names or (file.rpartition("/")[2],)
    return KeptFile(file=file, path=f"/x/{file}", sha256=file, names=given, department=department)


RECORD = Record(
    plan="P", period=Q2, department="RST", kind="indicator", code="ZB001", file="rst/a.xlsx"
)


@pytest.mark.parametrize(
    ("typed", "there", "file"),
    [
        ("台账.pdf", [kept("台账.pdf")], "台账.pdf"),
        ("台账", [kept("台账.PDF")], "台账.PDF"),
        ("Ａ.pdf", [kept("a.PDF")], "a.PDF"),
        ("台账.pdf", [kept("台账.docx")], None),
        ("账.pdf", [kept("台账.pdf")], None),
        ("台账.pdf", [kept("x/台账.pdf", "NYT")], None),
        ("台账.pdf", [kept("台账.pdf"), kept("z/台账.pdf", "RST")], "z/台账.pdf"),
        ("台账.pdf", [kept("nyt/台账.pdf"), kept("rst/佐证/台账.pdf")], "rst/佐证/台账.pdf"),
        ("台账.pdf", [kept("0a1b_台账.pdf", "RST", "台账.pdf", "0a1b_台账.pdf")], "0a1b_台账.pdf"),
        ("../../etc/passwd", [kept("passwd")], "passwd"),
    ],
)
def test_a_name_finds_its_file(typed: str, there: list[KeptFile], file: str | None) -> None:
    """Another department's file is never taken, one's own goes first, and a path is only a name."""
    (found,) = tied(replace(RECORD, evidence=typed), by_name(there))
    assert (found.kept and found.kept.file) == file
    assert found.missing is (file is None)


def small() -> Plan:
    return plan_from(tomllib.loads(ASKS))


def form_of(plan: Plan, department: int = 0) -> bytes:
    form = form_for(plan, plan.department[department], Q2)
    return department_workbook(form, department_looks("zh", None))


def column_of(content: bytes, tmp_path: Path, heading: str) -> tuple[Any, int, int]:
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    sheet: Any = openpyxl.load_workbook(path)["指标填报"]
    ((row, column),) = {
        (cell.row, cell.column)
        for line in sheet.iter_rows()
        for cell in line
        if cell.value == heading
    }
    return sheet, row, column


def test_a_plan_asks_for_it(tmp_path: Path) -> None:
    """The column stands after the remarks, open and printed; without the plan's word forms are as they were."""
    content = form_of(small())
    sheet, row, column = column_of(content, tmp_path, "佐证材料")
    assert str(sheet.cell(row, column - 1).value).startswith("备注")
    typed = sheet.cell(row + 1, column)
    assert typed.protection.locked is False
    assert sheet.column_dimensions[typed.column_letter].width > 5
    assert any(
        typed.coordinate in str(rule.sqref) for rule in sheet.data_validations.dataValidation
    )
    plain = plan_from(tomllib.loads(PLAN))
    names = zipfile.ZipFile(io.BytesIO(form_of(plain)))
    assert "佐证材料" not in names.read("xl/sharedStrings.xml").decode()


def links(path: Path) -> dict[str, str]:
    """What each cell of the summary's evidence sheet leads to, by what stands in it."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book["佐证材料"]
    return {
        cell.value: cell.hyperlink.target
        for line in sheet.iter_rows()
        for cell in line
        if cell.hyperlink
    }


def test_in_a_bare_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files beside the returns are tied by name, links are only to what came and to the web, hostile text stays text."""
    (tmp_path / "plan.toml").write_text(ASKS, encoding="utf-8")
    inbox = tmp_path / "inbox"
    (inbox / "佐证").mkdir(parents=True)
    head, *rows = GOOD["RST"].splitlines()
    assert head.startswith("code,")
    typed = [f"{head},evidence", f'{rows[0]},"{TYPED}"', *(f"{row}," for row in rows[1:])]
    content = filled(form_of(small()), "\n".join(typed) + "\n", tmp_path)
    (inbox / "a.xlsx").write_bytes(content)
    (inbox / "佐证" / "台账.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    (inbox / "佐证" / "照片.JPG").write_bytes(b"\xff\xd8\xff\xe0")
    (inbox / "佐证" / "别的.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    monkeypatch.chdir(tmp_path)
    args = ["consolidate", "inbox", "--plan", "plan.toml", "-o", "out/s.xlsx"]
    assert run([*args, "--html", "out/p.html", "--data", "out/r.csv"]) == 0
    assert links(tmp_path / "out" / "s.xlsx") == {
        "台账.pdf": "..\\inbox\\佐证\\台账.pdf",
        "照片": "..\\inbox\\佐证\\照片.JPG",
        "https://www.example.gov.cn/a?b=1,2": "https://www.example.gov.cn/a?b=1,2",
    }
    page = (tmp_path / "out" / "p.html").read_text(encoding="utf-8")
    assert 'href="./../inbox/%E4%BD%90%E8%AF%81/%E5%8F%B0%E8%B4%A6.pdf"' in page
    assert 'href="javascript' not in page
    assert "passwd" not in "".join(part for part in page.split('"') if part.startswith("."))
    book = openpyxl.load_workbook(tmp_path / "out" / "s.xlsx")
    cells: list[Any] = [c for s in book.worksheets for line in s.iter_rows() for c in line]
    assert all(c.data_type == "s" for c in cells if "calc'!A0" in str(c.value))
    notes = [str(c.value) for c in cells if "但没有收到这个文件" in str(c.value)]
    assert len(notes) == 3, "what is no file and no link is named as missing"
    assert any("ZB001 的佐证材料" in str(c.value) for c in cells)
    told = (tmp_path / "out" / "r.csv").read_text(encoding="utf-8-sig")
    assert "台账.pdf；照片" in told
    capsys.readouterr()
    assert run(["validate", "inbox", "--plan", "plan.toml", "--out", "back"]) in {0, 1}
    assert "没有收到" in capsys.readouterr().out
