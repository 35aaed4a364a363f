"""The site of the documents: complete in Chinese and English, searched word by word, without a network."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Heard

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).resolve().parents[2] / "docs"
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Loaded(HTMLParser):
    """What a page loads by itself, unlike what it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of what the tag loads."""
        self.addresses += [told or "" for name, told in attrs if name == LOADED.get(tag)]


def test_every_page_for_users_is_there_in_both_languages(site: Path) -> None:
    """What lies in docs/zh and docs/en is a page, and Chinese comes first."""
    for source in DOCS.glob("*/*.md"):
        assert (site / source.relative_to(DOCS)).with_suffix(".html").exists(), source
    home = (site / "index.html").read_text("utf-8")
    assert '<html lang="zh"' in home
    assert home.index("zh/tutorial.html") < home.index("en/tutorial.html")


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    """Fonts, scripts, pictures and styles lie in the site."""
    pages = list(site.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        found = Loaded()
        found.feed(page.read_text("utf-8"))
        assert found.addresses
        elsewhere = [one for one in found.addresses if re.match(r"(https?:)?//", one)]
        assert elsewhere == [], page.name


def test_lists_and_tables_are_lists_and_tables(site: Path) -> None:
    """No page shows the signs of a table or a list as text."""
    for page in site.rglob("*.html"):
        article = re.sub(
            r".*<article[^>]*>|</article>.*", "", page.read_text("utf-8"), flags=re.DOTALL
        )
        shown = re.sub(r"<pre.*?</pre>|<code.*?</code>", "", article, flags=re.DOTALL)
        left = re.search(r"^\s*(<p>)?(\| |- |\d+\. ).*", shown, re.MULTILINE)
        assert left is None, (page.name, left[0])


@pytest.mark.parametrize("word", ["填报", "牵头单位", "形象进度", "任务分解"])
def test_the_index_splits_chinese_into_words(site: Path, word: str) -> None:
    """A word stands in the index by itself, not inside a sentence without spaces."""
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    words = {part for one in index["docs"] for part in re.split(r"[\s\u200b]+", one["text"])}
    assert word in words


@pytest.mark.parametrize(
    ("word", "page"),
    [("填报", "zh/clerks.html"), ("提级", "zh/rules.html"), ("escalation", "en/rules.html")],
)
def test_search_finds_words_of_both_languages(
    browser: "Browser", site: Path, word: str, page: str
) -> None:
    """Opened from a folder, the site's search finds the page, asks nobody and complains of nothing."""
    heard = Heard()
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.on("request", lambda one: heard.requests.append(one.url))
    opened.on("console", lambda one: heard.said.append(one.text))
    opened.on("pageerror", lambda one: heard.said.append(str(one)))
    opened.goto((site / "index.html").as_uri())
    opened.keyboard.press("/")
    opened.keyboard.type(word)
    opened.locator(".md-search-result__item").first.wait_for(
        state="attached", timeout=180_000
    )  # of a busy machine
    more = opened.locator(".md-search-result__link").all()
    found = [link.get_attribute("href") or "" for link in more]
    assert any(page in one for one in found), found
    assert [one for one in heard.requests if not one.startswith(("file:", "about:", "data:"))] == []
    assert heard.said == []
    opened.close()
