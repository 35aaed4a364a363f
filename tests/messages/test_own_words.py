"""What a library says in English of a broken file does not end up in a Chinese sentence."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from xlreport.cli.terminal import complain
from xlreport.model.model_errors import CannotRun
from xlreport.papers.paper_documents import filled_paper
from xlreport.pipeline.plans.drafting_plans import department_rules
from xlreport.workbook.looks.loading_template_looks import load_looks
from xlreport.workbook.summary_book.painting.painted_look import load_summary_look

ENGLISH = re.compile(r"(?<!xlreport )\b(?!xlreport)[A-Za-z]{2,} [A-Za-z]{2,} ")
"""Two words and more of a sentence; names of files, programs and commands stand alone."""


def _rules(content: bytes) -> Callable[[Path], object]:
    def load(folder: Path) -> object:
        path = folder / "rules.toml"
        path.write_bytes(content)
        return department_rules(path)

    return load


BROKEN: dict[str, Callable[[Path], object]] = {
    "a form's template": lambda _: load_looks(b"no archive"),
    "a summary's template": lambda _: load_summary_look(b"no archive"),
    "a paper's template": lambda _: filled_paper(b"no archive", {}, "a.docx"),
    "a table of departments": _rules(b"[[department]]\ncode ="),
    "a table of departments that lacks words": _rules(b"[[department]]\ncode = 'A'"),
    "a table of departments in another encoding": _rules("单位".encode("gbk")),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_told_in_one_language(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence says what is wrong, without the library's own words."""
    with pytest.raises(CannotRun) as stopped:
        BROKEN[what](tmp_path)
    complain("zh", stopped.value.code, **stopped.value.fields)
    told = capsys.readouterr().err
    assert not ENGLISH.search(told), told
    assert "{" not in told


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("[Errno 111] Connection refused", "服务器拒绝连接"),
        ("timed out", "等了很久没有回应"),
        ("[Errno -2] Name or service not known", "查不到这个主机名"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: expired", "证书不可信"),
        ("535 请使用授权码", "535 请使用授权码"),
    ],
)
def test_a_connection_that_fails_is_told_in_our_words(
    said: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the system says of a connection is translated, what a server says is quoted."""
    complain("zh", "smtp-unreachable", host="mail.example.cn", why=said)
    assert f"连不上发信服务器 mail.example.cn：{shown}。" in capsys.readouterr().err
