"""The papers that come with the program: what they say of a summary, in both languages, opened by LibreOffice Writer."""

import importlib.util
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from xlreport.messages import languages
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.returns.finding import Verdict
from xlreport.papers.bulletin_paper import Imprint, bulletin_words
from xlreport.papers.one_page_papers import department_words, leader_words
from xlreport.papers.paper_documents import filled_paper
from xlreport.papers.public_edition_paper import public_words
from xlreport.pipeline.papers.writing_edition_papers import public_edition
from xlreport.publish.published_public_page import public_html

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "workbook_templates"
OFFICE = shutil.which("soffice")
HOSTILE = "缺资金{{ 7*7 }}<w:p/>\u202e倒写\x07" + "W" * 300
IMPRINT = Imprint(
    office="市政府督查室", on=date(2020, 7, 20), number="督查通报〔2020〕3号", copies="市委办公室"
)


def said(content: bytes) -> str:
    """All that a paper says, tables included."""
    document = docx.Document(io.BytesIO(content))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def typed(summary: Summary, text: str) -> Summary:
    """The same summary with something else typed under problems and next steps."""

    def row(one: SummaryRow) -> SummaryRow:
        record = one.record and replace(one.record, problems=text, next_steps=text)
        return replace(one, record=record)

    return replace(
        summary,
        indicators=tuple(map(row, summary.indicators)),
        milestones=tuple(map(row, summary.milestones)),
        attention=tuple(map(row, summary.attention)),
    )


def in_language(summary: Summary, language: str) -> Summary:
    plan = summary.plan.model_copy(
        update={"plan": summary.plan.plan.model_copy(update={"language": language})}
    )
    return replace(summary, plan=plan)


def led(summary: Summary) -> Summary:
    """The same summary, in which one leader takes charge of everything."""

    def row(one: SummaryRow) -> SummaryRow:
        return replace(one, target=one.target.model_copy(update={"leader": "王副市长"}))

    return replace(
        summary,
        indicators=tuple(map(row, summary.indicators)),
        milestones=tuple(map(row, summary.milestones)),
        attention=tuple(map(row, summary.attention)),
    )


def letter_words(summary: Summary) -> Mapping[str, object]:
    told = bulletin_words(summary, IMPRINT)
    rows = [dict(one, earlier="") for one in told["indicators"]]  # type: ignore[attr-defined]
    more = {"targets": rows, "department": "统计局", "reply_by": "2020年7月30日", "slip": "x.xlsx"}
    return {**told, **more}


PAPERS: dict[str, Callable[[Summary], Mapping[str, object]]] = {
    "bulletin": lambda summary: bulletin_words(summary, IMPRINT),
    "public": lambda summary: public_words(public_edition(summary), IMPRINT),
    "leader": lambda summary: leader_words(summary, IMPRINT, "王副市长"),
    "department": lambda summary: department_words(summary, IMPRINT, "RST", "人社厅"),
    "reminder": letter_words,
    "order": letter_words,
    "interview": letter_words,
}


def paper(summary: Summary, kind: str, template: bytes | None = None) -> bytes:
    language = summary.plan.language
    words = (TEMPLATES / language / f"{kind}.docx").read_bytes() if template is None else template
    return filled_paper(words, PAPERS[kind](summary), kind)


def test_a_bulletin_says_who_lags_and_why(small_summary: Summary) -> None:
    """Counts, what is completed, who lags with figures and reasons, who did not report, and every light."""
    words = said(paper(small_summary, "bulletin"))
    assert "督查通报〔2020〕3号" in words
    assert "共跟踪目标任务14项，其中指标10项、重点任务4项" in words
    assert "滞后2项、预警2项、未报2项、正常3项、已完成2项、未到评价期2项、不评价1项" in words
    assert "已评价的目标任务中，55%达到序时进度" in words, "5 of 9"
    assert "已完成2项：主要江河断面水质（农业农村厅）、高标准农田项目开工（农业农村厅）" in words
    assert "（一）人力资源社会保障厅（2项）" in words
    assert (
        "城镇零就业家庭：年度目标动态清零，目前2户。判断理由4：应达0，实达2。存在问题：@缺资金。"
        in words
    )
    assert "未报送1家：统计局" in words
    assert "逾期报送1家：人力资源社会保障厅" in words
    assert "2020年三季度进展情况请于2020年10月10日前报送" in words
    assert words.count("■ 滞后") == 2
    assert "抄送：市委办公室" in words


@pytest.mark.parametrize("language", languages())
def test_what_was_sent_back_is_counted_once_and_apart(
    small_summary: Summary, language: str
) -> None:
    """Reported, sent back and not reported add up to all that were asked, as on the summary."""
    units = [
        replace(one, verdict=Verdict.RETURNED) if one.code == "RST" else one
        for one in small_summary.departments
    ]
    summary = in_language(replace(small_summary, departments=tuple(units)), language)
    told = bulletin_words(summary, IMPRINT)["returns"]
    assert isinstance(told, dict)
    assert (told["reported"], told["sent_back_count"], told["missing_count"]) == (1, 1, 1)
    assert told["asked"] == 3
    words = said(paper(summary, "bulletin"))
    lines = {
        "zh": ("未报送1家：统计局。", "退回待改1家：人力资源社会保障厅。"),
        "en": ("Not reported (1): 统计局.", "Sent back to be mended (1): 人力资源社会保障厅."),
    }
    assert all(line in words for line in lines[language])
    nobody = tuple(replace(one, verdict=Verdict.RETURNED, late=None) for one in units)
    words = said(paper(replace(summary, departments=nobody), "bulletin"))
    assert "均已按时报送" not in words
    assert "in time." not in words.partition("(3)")[2]


def test_the_public_edition_tells_no_reason_and_no_name(small_summary: Summary) -> None:
    """Neither paper nor page has a light, a reason, or anything but figures that somebody typed."""
    summary = typed(led(small_summary), "内部原因张三")
    edition = public_edition(summary)
    assert [one.name for one in edition.fulfilled] == ["主要江河断面水质", "高标准农田项目开工"]
    assert (len(edition.under_way), edition.later) == (7, 5)
    for words in (said(paper(summary, "public")), public_html(edition).decode()):
        for secret in (
            "内部原因",
            "张三",
            "王副市长",
            "判断理由",
            "滞后",
            "预警",
            "0891",
            "受阻",
            "@缺",
        ):
            assert secret not in words
        assert "城镇零就业家庭" in words
        assert "2.35万人" in words


def test_a_page_shows_the_rows_of_its_leader(small_summary: Summary) -> None:
    """The most urgent stand first; where there are many, it says how many more there are."""
    words = leader_words(led(small_summary), IMPRINT, "王副市长")
    assert words["count"]["all"] == 14  # type: ignore[index]
    assert words["urgent"][0]["name"] == "城镇新增就业人数"  # type: ignore[index]


@pytest.mark.parametrize("kind", list(PAPERS))
def test_hostile_text_stays_text_in_every_paper(small_summary: Summary, kind: str) -> None:
    """Signs of templates and markup come out as typed, marks of direction and control do not; ten thousand characters are no harm."""
    text = "{{ 7*7 }}{% for x in y %}<w:p/>&amp;\u202e倒写\u200f\x07" + "长" * 10_000
    for language in languages():
        told = said(paper(in_language(typed(led(small_summary), text), language), kind))
        assert "49" not in told.replace("{{ 7*7 }}", "")
        assert not {"\u202e", "\u200f", "\x07"} & set(told)
        shows = kind != "public"
        assert ("{{ 7*7 }}{% for x in y %}<w:p/>&amp;倒写" in told) is shows, language


@pytest.mark.parametrize("language", languages())
def test_templates_are_what_their_script_makes(language: str) -> None:
    """The templates that are shipped are those that the script makes from its words."""
    made = importlib.util.spec_from_file_location("make_papers", TEMPLATES / "make_papers.py")
    assert made
    assert made.loader
    script = importlib.util.module_from_spec(made)
    made.loader.exec_module(script)
    assert set(script.PAPERS) == set(PAPERS)
    for kind in PAPERS:
        shipped = (TEMPLATES / language / f"{kind}.docx").read_bytes()
        assert script.make(language, kind) == shipped, "run workbook_templates/make_papers.py"


def test_the_layout_is_that_of_the_standard() -> None:
    """GB/T 9704-2012: A4, margins of 37, 35, 28 and 26 mm, 三号 on exact lines of 28 points, 二号 for the title."""
    document = docx.Document(str(TEMPLATES / "zh" / "bulletin.docx"))
    section = document.sections[0]
    page = (section.page_width, section.page_height)
    assert [round(one.mm) for one in page if one] == [210, 297]
    margins: Any = (section.top_margin, section.bottom_margin, section.left_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28]
    assert section.right_margin is not None
    assert round(section.right_margin.mm) == 26
    body, title = document.styles["Body"], document.styles["Title"]
    assert body.paragraph_format.line_spacing.pt == 28
    assert (body.font.size.pt, title.font.size.pt) == (16, 22)
    assert "方正小标宋简体" in title.element.xml
    assert "仿宋" in body.element.xml
    assert "PAGE" in section.footer._element.xml  # noqa: SLF001


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
def test_writer_opens_all_of_them(small_summary: Summary, tmp_path: Path) -> None:
    """Hostile text and all: each is rendered, a page stays a page, and a template that Writer saved is as good."""
    hostile = typed(led(small_summary), HOSTILE)
    for language in languages():
        for kind in PAPERS if language == "zh" else ("bulletin", "leader"):
            (tmp_path / f"{language}_{kind}.docx").write_bytes(
                paper(in_language(hostile, language), kind)
            )
    _office(tmp_path, "pdf", tmp_path.glob("*.docx"))
    for path in sorted(tmp_path.glob("*.docx")):
        told = subprocess.run(
            ["pdftotext", "-layout", path.with_suffix(".pdf"), "-"], capture_output=True, text=True, check=True
        ).stdout  # fmt: skip
        pages = told.count("\f")
        if path.stem.endswith(("leader", "department")):
            assert pages == 1, path.name
        if not path.stem.endswith("public"):
            assert "{{7*7}}" in re.sub(r"\s+", "", told), path.name
        assert re.search(r"—\s*1\s*—", told), path.name
        assert "{%" not in told, path.name
    restyled = tmp_path / "restyled"
    restyled.mkdir()
    kinds = ("bulletin", "order")
    _office(restyled, "docx", [TEMPLATES / "zh" / f"{kind}.docx" for kind in kinds])
    for kind in kinds:
        again = paper(small_summary, kind, (restyled / f"{kind}.docx").read_bytes())
        assert _plain(said(again)) == _plain(said(paper(small_summary, kind))), kind


def _plain(words: str) -> list[str]:
    return [line for line in (" ".join(one.split()) for one in words.splitlines()) if line]


def _office(out: Path, kind: str, files: Any) -> None:
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    names = [str(one) for one in files]
    subprocess.run(
        [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out), *names],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
