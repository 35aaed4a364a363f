"""Pages for users are there in Chinese and English, and correspond section by section."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^(\s*```)(\w*)\n(.*?)^\s*```$", re.DOTALL | re.MULTILINE)
TURNED = {"text"}
"""Kinds of blocks whose words are in the page's language: what a command's help says."""


def names(language: str) -> set[str]:
    """Return the pages of a language."""
    return {page.name for page in (DOCS / language).glob("*.md")}


def blocks(text: str) -> list[tuple[str, str]]:
    """Return each block with its kind; of a session only the commands, and no comments."""
    found = []
    for _, kind, body in BLOCK.findall(text):
        lines = [re.sub(r"\s*#.*", "", line).strip() for line in body.splitlines()]
        if kind == "console":
            lines = [line for line in lines if line.startswith("$ ")]
        found.append((kind, "" if kind in TURNED else "\n".join(filter(None, lines))))
    return found


def shape(text: str) -> list[str]:
    """Return a page's headings by their levels, with what stands below each: tables by their
    columns and rows, lists by their kind and length, blocks and
    pictures.
    """
    parts: list[str] = []
    plain = BLOCK.sub("```", text).splitlines()
    for above, line in pairwise(["", *plain]):
        mark = re.match(r"#+ |\|(?=.)|\s*- |\s*\d+\. |```|!\[", line)
        kind = mark[0] if mark else ""
        if kind.startswith("#"):
            parts.append(kind)
        elif kind == "|":
            if not above.startswith("|"):
                parts.append(f"table of {line.count(' | ') + 1}:")
            parts[-1] += "|"
        elif kind:
            parts.append(re.sub(r"\d+", "1", kind))
    return parts


def test_the_same_pages() -> None:
    """Every page for users has its counterpart."""
    assert names("zh") == names("en")


@pytest.mark.parametrize("name", sorted(names("zh") & names("en")))
def test_sections_correspond(name: str) -> None:
    """Both have the same headings by level, tables, lists and blocks, in the same order."""
    zh, en = ((DOCS / language / name).read_text("utf-8") for language in ("zh", "en"))
    assert shape(zh) == shape(en)
    assert blocks(zh) == blocks(en)


@pytest.mark.parametrize("name", sorted(names("en")))
def test_links_stay_in_their_language(name: str) -> None:
    """Who reads one language is led to pages of that language, but for the link to the other."""
    for language, other in (("zh", "en"), ("en", "zh")):
        path = DOCS / language / name
        if not path.exists():
            continue
        targets = re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8"))
        strays = [one for one in targets if f"../{other}/" in one]
        assert strays in ([], [f"../{other}/{name}"])


def test_both_changelogs_have_the_same_versions() -> None:
    """Their headings correspond; that their lines do, the release script asks."""
    zh, en = (
        (DOCS.parent / name).read_text("utf-8") for name in ("CHANGELOG.zh.md", "CHANGELOG.md")
    )
    versions = [re.findall(r"^## .*|^#+", text, re.MULTILINE) for text in (zh, en)]
    assert versions[0] == versions[1]


def test_a_section_that_one_page_lacks_is_noticed() -> None:
    """The comparison sees what is missing: a heading, a row, a command, a list's line."""
    page = (DOCS / "zh/tutorial.md").read_text("utf-8")
    for gone in ("## 4. 汇总\n", "$ xlreport templates export my-templates\n"):
        assert gone in page
        other = page.replace(gone, "")
        assert (shape(other), blocks(other)) != (shape(page), blocks(page))
