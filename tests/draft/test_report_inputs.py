"""Reports as they are published: .docx, .pdf, .html, a pipe; what is refused, and in which words."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.draft.conftest import _report
from xlreport.draft.draft_listing import tsv
from xlreport.messages import languages, say
from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.plans.drafting_plans import draft_report, rendered
from xlreport.pipeline.plans.reports.loading_report_files import piped_report, read_report

PLAN = "生产总值增长6%以上，城镇新增就业3.2万人，新建公路48公里。"
REPORT = _report(PLAN, "生产总值增长5%，新建公路30公里。")
TICKED = ["6", "3.2", "48"]
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, more: dict[str, bytes] | None = None) -> bytes:
    """Return a document with a body of markup."""
    whole = f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", whole)
        for name, part in (more or {}).items():
            archive.writestr(name, part)
    return content.getvalue()


def paragraphs(text: str) -> str:
    return "".join(
        f"<w:p><w:r><w:t>{line[:4]}</w:t></w:r><w:r><w:t>{line[4:]}</w:t></w:r></w:p>"
        for line in text.split("\n")
    )


def pdf(text: str) -> bytes:
    """Return one page of text in a font that is not embedded, with a map to Unicode."""
    lines = "".join(
        f"1 0 0 1 40 {800 - 14 * place} Tm <{line.encode('utf-16-be').hex()}> Tj\n"
        for place, line in enumerate(text.split("\n"))
    )
    page = f"BT /F 10 Tf {lines} ET"
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        "1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents 4 0 R"
            "/Resources<</Font<</F 5 0 R>>>>>>"
        ),
        f"<</Length {len(page)}>>\nstream\n{page}\nendstream",
        (
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]"
            "/ToUnicode 7 0 R>>"
        ),
        (
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        ),
        f"<</Length {len(cmap)}>>\nstream\n{cmap}\nendstream",
    ]
    written = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    return (
        written
        + (
            f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R>>\n"
            f"startxref\n{len(written)}\n%%EOF\n"
        ).encode()
    )


def html(text: str) -> bytes:
    body = "".join(f"<p>{line}</p>\n" for line in text.split("\n"))
    return (
        '<html><head><meta charset="gb2312"><title>政府工作报告</title><style>p{top:9px}</style>'
        "</head><body><div>首页 &gt; 政务公开 &gt; 政府工作报告</div><ul><li>2019年</li></ul>"
        f"{body}<div>责任编辑：某某</div><div>2018年政府工作报告：新建公路99公里。</div></body></html>"
    ).encode("gb18030")


FORMS = {".txt": REPORT.encode(), ".docx": docx(paragraphs(REPORT)), ".html": html(REPORT)}


@pytest.mark.parametrize("suffix", FORMS)
def test_the_same_targets_whatever_the_form(tmp_path: Path, suffix: str) -> None:
    """A text, a Word document and a saved web page give the same rows."""
    path = tmp_path / f"report{suffix}"
    path.write_bytes(FORMS[suffix])
    assert [row.number for row in draft_report(path).ticked] == TICKED
    assert [row.number for row in draft_report(FORMS[suffix]).ticked] == TICKED


def test_a_page_with_text(tmp_path: Path) -> None:
    """A PDF's lines are put together again; a scan is refused in words."""
    pytest.importorskip("pypdf")
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(REPORT))
    assert [row.number for row in draft_report(path).ticked] == TICKED
    path.write_bytes(pdf("1"))
    assert refusal(path) == "report-scanned"


def test_a_table_s_row_is_a_line(tmp_path: Path) -> None:
    """Cells stand between tabs; deleted words and what is said a second time are left."""
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in ("指标", "单位", "目标")
    )
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    path = tmp_path / "report.docx"
    path.write_bytes(docx(body))
    assert read_report(path) == "指标\t单位\t目标\t\n\n"


def refusal(path: Path) -> str:
    with pytest.raises(CannotRun) as raised:
        read_report(path)
    code = raised.value.code
    for language in languages():
        assert say(language, f"error.{code}", **raised.value.fields)
        assert say(language, f"cure.{code}", **raised.value.fields)
    return code


TRADITIONAL = (
    "政府工作報告：各位代表，現在我代表市人民政府向大會報告工作，經濟發展實現新突破，產業項目進展總體順利，過去一年個體經濟發達。"
    * 3
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{\\rtf1\\ansi \\u25919?}", "report-rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "report-old-word"),
        (TRADITIONAL.encode("big5hkscs"), "report-traditional"),
        (TRADITIONAL.encode(), "report-traditional"),
        (b"PK\x03\x04 not an archive", "report-refused"),
        (docx("<w:p>"), "report-refused"),
        (docx("", {"word/media/a.bin": bytes(130 * 1024 * 1024)}), "report-refused"),
        (bytes(range(256)) * 9, "report-not-text"),
        (b" " * (20 * 1024 * 1024 + 1), "report-too-big"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, content: bytes, code: str) -> None:
    """No traceback and no garbage: one sentence and what to do."""
    path = tmp_path / "report"
    path.write_bytes(content)
    assert refusal(path) == code


def test_big5_is_not_read_as_another_encoding() -> None:
    """Bytes of Big5 are sound GB18030 as well, and garbage in it."""
    with pytest.raises(CannotRun) as raised:
        piped_report(TRADITIONAL.encode("big5hkscs"), "-")
    assert raised.value.code == "report-traditional"
    assert piped_report(REPORT.encode("gb18030"), "-") == REPORT


@pytest.mark.parametrize("suffix", [".toml", ".xlsx"])
def test_a_text_without_a_year_is_no_plan(suffix: str) -> None:
    """What says no year is listed, and written once the year is said."""
    bare = "各位代表：\n新建公路48公里。\n".encode()
    with pytest.raises(CannotRun) as raised:
        rendered(draft_report(bare), suffix)
    assert raised.value.code == "draft-no-year"
    assert tsv(draft_report(bare)).count("\n") == 1
    assert rendered(draft_report(bare, year=2031), suffix)


@pytest.mark.parametrize("year", [99999, 0, 1948, -1])
def test_years_that_no_plan_has(year: int) -> None:
    """A year beyond a plan's bounds is asked again."""
    with pytest.raises(CannotRun) as raised:
        draft_report(REPORT.encode(), year=year)
    assert raised.value.code == "draft-year"


def test_standard_input() -> None:
    """`-` reads a pipe."""
    command = [sys.executable, "-m", "xlreport", "draft", "-", "--format", "tsv"]
    done = subprocess.run(command, input=REPORT.encode(), capture_output=True, check=True)
    assert [line.split("\t")[2] for line in done.stdout.decode().splitlines()[1:]] == TICKED


def test_a_document_with_a_password_is_no_old_one() -> None:
    """A .docx with a password lies in a compound file, as an old .doc does; it is called what it is."""
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    with pytest.raises(CannotRun) as found:
        piped_report(old, "-")
    assert found.value.code == "report-old-word"
    with pytest.raises(CannotRun) as found:
        piped_report(old + "EncryptedPackage".encode("utf-16-le"), "-")
    assert found.value.code == "report-locked"


def test_a_damaged_pdf_is_told_in_our_words_alone(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing that the library says of it reaches the terminal."""
    with pytest.raises(CannotRun) as found:
        piped_report(b"%PDF-1.4 junk", "-")
    assert found.value.code in {"report-damaged", "report-pdf-extra"}
    assert capfd.readouterr().err == ""
