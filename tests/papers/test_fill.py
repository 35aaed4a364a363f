"""Templates filled: whatever a sender wrote stays text, and a broken template is named with its place."""

import io
import re
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.model.model_errors import CannotRun
from xlreport.papers.paper_documents import LONGEST_TEXT, as_text, filled_paper

HOSTILE = [
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# secret #}",
    "{_{ 7 * 7 }_}",
    "{_% if x %_}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>more",
    "<script>alert(1)</script> & \"quoted\" 'too'",
    "&lt;w:t&gt; &amp;",
    "]]> <!-- -->",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{",
    "}} %}",
]


def template(*paragraphs: str) -> bytes:
    """A document of plain paragraphs."""
    document, out = docx.Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(out)
    return out.getvalue()


def texts(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


def test_hostile_text_stays_text() -> None:
    """Signs of templates and of markup come out as they were typed, in one paragraph each."""
    made = filled_paper(
        template("{%p for one in many %}", "a {{ one }} z", "{%p endfor %}"), {"many": HOSTILE}, "t"
    )
    assert texts(made) == [f"a {one} z" for one in HOSTILE]


@settings(max_examples=6, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=20, max_size=60))
def test_any_text_stays_text(many: list[str]) -> None:
    """Whatever is typed, its paragraph says it, less what is not seen."""
    assert texts(filled_paper(_MANY, {"many": many}, "t")) == [
        f"a {as_text(one)} z" for one in many
    ]


_MANY = template("{%p for one in many %}", "a {{ one }} z", "{%p endfor %}")
_ONE = template("a {{ one }} z")


def test_signs_that_steer_are_taken_out() -> None:
    """Control characters become a mark, marks of direction go, lines stay lines, and nothing is endless."""
    assert as_text("a\x00b\x1b\ud800c") == "a\ufffdb\ufffd\ufffdc"
    assert as_text("\u202eabc\u2066d\u200f\ufeff") == "abcd"
    assert as_text("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"
    assert len(as_text("x" * 100_000)) < LONGEST_TEXT * 1.1
    long = as_text("W" * 200)
    assert long.replace("\u200b", "") == "W" * 200
    assert max(len(one) for one in long.split("\u200b")) <= 60
    assert as_text("汉" * 200) == "汉" * 200, "Chinese breaks anywhere"


def test_the_same_values_give_the_same_bytes() -> None:
    """Nothing of the time of packing stays."""
    first, second = (filled_paper(_ONE, {"one": "x"}, "t") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("words", "code", "place"),
    [
        ("数目 {{ nmber }}", "paper-name", "nmber"),
        ("{{ plan.titel }}", "paper-name", "plan.titel"),
        ("{% for x in %}", "paper-template", "for x in"),
        ("{{ one", "paper-template", "one"),
        ("{{ one | nofilter }}", "paper-template", "nofilter"),
        ("{{ one + 1 }}", "paper-template", "one + 1"),
        ("{{ 1 // 0 }}", "paper-template", "1 // 0"),
        ("{{ one.__class__.__mro__ }}", "paper-template", "__class__"),
        ("{%p if one %}", "paper-template", ""),
    ],
)
def test_a_broken_template_is_named_with_its_place(words: str, code: str, place: str) -> None:
    """One line says which file, what is wrong, and in which paragraph."""
    with pytest.raises(CannotRun) as stopped:
        filled_paper(
            template("first", words, "last"), {"one": "x", "plan": {"title": "t"}}, "b.docx"
        )
    assert stopped.value.code == code
    assert stopped.value.fields["file"] == "b.docx"
    assert place in str(stopped.value.fields["place"])
    assert not re.search("[<>]w:", str(stopped.value.fields))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, _ONE[:3000]])
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    """Damaged and foreign files are named."""
    with pytest.raises(CannotRun) as stopped:
        filled_paper(content, {}, "b.docx")
    assert stopped.value.code == "paper-unreadable"
