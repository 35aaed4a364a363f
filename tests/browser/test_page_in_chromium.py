"""The web page in a real browser: by mouse, by keyboard, on paper, on a telephone, without colours."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import AXE, Heard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROWS = "#targets tbody tr"
SHOWN = f"{ROWS}:not([hidden])"


def count(page: "Page", selector: str) -> int:
    return page.locator(selector).count()


def test_it_asks_nobody_and_complains_of_nothing(
    page: "Page", heard: Heard, page_file: Path
) -> None:
    """Nothing but the file itself is loaded, and the console stays empty while it is used."""
    page.locator("#search").fill("人数")
    page.locator("[data-pick=off_track]").click()
    page.locator("#clear").click()
    assert heard.requests == [page_file.as_uri()]
    assert heard.said == []


def test_its_own_policy_lets_its_script_run(browser: "Browser", page_file: Path) -> None:
    """With the page's policy in force, as for every reader, the script works and breaks no rule."""
    said: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda one: said.append(one.text))
    opened.goto(page_file.as_uri())
    assert opened.locator("html.js").count() == 1
    assert said == []
    opened.close()


def test_filters_and_search_agree_with_the_rows(page: "Page") -> None:
    """Each status shows as many rows as its tile counts; filters and words narrow together."""
    total = count(page, ROWS)
    assert total > 200
    for tile in page.locator("[data-pick]").all():
        number = int(tile.locator("b").inner_text())
        tile.click()
        assert tile.get_attribute("aria-pressed") == "true"
        assert count(page, SHOWN) == number
        tile.click()
    assert count(page, SHOWN) == total
    page.locator("select[data-filter=status]").select_option("on_track")
    on_track = count(page, SHOWN)
    department = page.locator("select[data-filter=department] option").nth(1)
    name = department.get_attribute("value") or ""
    page.locator("select[data-filter=department]").select_option(name)
    both = page.locator(SHOWN)
    assert 0 < both.count() < on_track
    for row in both.all():
        assert row.get_attribute("data-department") == name
    page.locator("#search").fill("zzzz")
    assert count(page, SHOWN) == 0
    assert "0" in page.locator("#found").inner_text()
    page.locator("#clear").click()
    assert count(page, SHOWN) == total


@pytest.mark.parametrize("width", [1440], indirect=True)  # narrower, headings give way to labels
def test_sorting_goes_both_ways_and_unknown_stays_below(page: "Page") -> None:
    """A heading sorts up, then down; numbers as numbers; what is not known comes last both times."""
    buttons = page.locator("#targets thead button")
    assert buttons.count() >= 5
    for at in range(buttons.count()):
        button = buttons.nth(at)
        column = int(button.get_attribute("data-column") or 0)
        for way in ("ascending", "descending"):
            button.click()
            assert button.locator("xpath=..").get_attribute("aria-sort") == way
            keys = page.evaluate(
                "c => [...document.querySelectorAll('#targets tbody tr')]"
                ".map(r => r.cells[c].dataset.sort ?? '')",
                column,
            )
            known = [one for one in keys if one != ""]
            assert keys == known + [""] * (len(keys) - len(known))
            if known and all(re.fullmatch(r"-?[\d.]+(e-?\d+)?", one) for one in known):
                numbers = [float(one) for one in known]
                assert numbers == sorted(numbers, reverse=way == "descending")


def test_details_fold(page: "Page") -> None:
    """What is folded away opens by a click and closes again."""
    fold = page.locator("details").first
    assert not fold.evaluate("one => one.open")
    fold.locator("summary").first.click()
    assert fold.evaluate("one => one.open")
    fold.locator("summary").first.click()
    assert not fold.evaluate("one => one.open")


def test_everything_can_be_done_by_keyboard(page: "Page") -> None:
    """Tab reaches every control in the order of the page, each shows where it is, Enter works it."""
    wanted = page.evaluate(
        "[...document.querySelectorAll('button, select, input, summary')]"
        ".filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.closest('tbody')).length"
    )
    reached = set()
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
            const all = [...document.querySelectorAll('*')];
            return [all.indexOf(e), e.tagName, s.outlineStyle, parseFloat(s.outlineWidth),
                    !!e.closest('tbody')]; }"""
        )
        if told[1] in {"BODY", "HTML"} or told[4]:
            break
        assert told[2] != "none", told
        assert told[3] >= 2, told
        reached.add(told[0])
    assert len(reached) >= wanted - 1
    page.locator("[data-pick=off_track]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-pick=off_track]").get_attribute("aria-pressed") == "true"


def test_nothing_sticks_out(page: "Page", width: int) -> None:
    """The page is as wide as the window: nobody scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.checkVisibility()"
        f" && e.getBoundingClientRect().right > {width} + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == []


def test_on_paper_controls_go_and_rows_stay_whole(page: "Page") -> None:
    """In print there is no search form, the head is dark on white, and no row is torn apart."""
    page.emulate_media(media="print")
    assert not page.locator("#controls").is_visible()
    assert page.locator("h1").evaluate("e => getComputedStyle(e).color") != "rgb(255, 255, 255)"
    assert page.locator(ROWS).first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    printed = page.pdf(format="A4", landscape=True)
    assert printed.startswith(b"%PDF")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", printed)) < 80


@pytest.mark.long
def test_axe_finds_nothing_serious(page: "Page") -> None:
    """The rules of accessibility (WCAG 2.1 A and AA) name nothing serious or critical, folds open too."""
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
        ".then(r => r.violations)"
    )
    told = [
        (one["impact"], one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert told == []


def test_without_colours_every_light_is_still_told(page: "Page") -> None:
    """In black and white a light has its own sign and word, and its letters stand out by brightness."""
    lights = page.evaluate(
        """[...document.querySelectorAll('.light')].map(e => {
            const s = getComputedStyle(e);
            const paint = c => c.match(/[\\d.]+/g).map(Number);
            return [e.className, e.querySelector('i').textContent, e.textContent.trim(),
                    paint(s.color), paint(s.backgroundColor)]; })"""
    )
    signs: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {}
    for kind, sign, text, ink, paper in lights:
        signs.setdefault(sign, set()).add(kind)
        words.setdefault(kind, set()).add(text)
        behind = paper if len(paper) < 4 or paper[3] == 1 else [255, 255, 255]
        light, dark = sorted((_brightness(ink), _brightness(behind)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (kind, ink, behind)
    assert len(words) == 7
    assert all(len(kinds) == 1 for kinds in signs.values())
    assert all(len(told) == 1 for told in words.values())


def _brightness(colour: list[float]) -> float:
    """Return the relative luminance of WCAG: what is left of a colour in grey."""
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (one / 255 for one in colour[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_bars_are_told_without_colours(page: "Page") -> None:
    """Every part of a bar has its number with the status's sign beside it."""
    rows = page.evaluate(
        """[...document.querySelectorAll('.bars li')].map(e => [
            [...e.querySelectorAll('.bar')].map(b => b.classList[1]),
            [...e.querySelectorAll('.number')].map(n => [n.classList[1], n.textContent])])"""
    )
    assert rows
    for parts, numbers in rows:
        told = {kind for kind, text in numbers if re.search(r"[✓●▲■○◇—].*\d|\d.*[✓●▲■○◇—]", text)}
        assert set(parts) <= told


def test_without_script_everything_is_there(browser: "Browser", page_file: Path) -> None:
    """Where no script may run, the whole table is shown and no control that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(page_file.as_uri())
    assert not opened.locator("#controls").is_visible()
    assert opened.locator(SHOWN).count() > 200
    context.close()
