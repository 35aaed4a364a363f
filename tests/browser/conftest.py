"""Chromium, and the example's page open in it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from xlreport.cli.exit_codes import run

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Heard:
    """What the page did besides being shown."""

    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci in tests/browser)")
    with sync_playwright() as started:
        # root in a container has no sandbox to give; a page of ours alone is opened
        flags = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        opened = started.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's summary as a web page."""
    folder = tmp_path_factory.mktemp("page")
    here = Path.cwd()
    os.chdir(folder)
    try:
        words = ["consolidate", str(ROOT / "examples/inbox"), "-q"]
        assert run([*words, "--out", "s.xlsx", "--html", "page.html"]) == 0
    finally:
        os.chdir(here)
    return folder / "page.html"


@pytest.fixture(params=[390, 1440], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def page(browser: Browser, page_file: Path, width: int, heard: Heard) -> Iterator[Page]:
    """The page in a window of that width; what it asks the network for and says is written down."""
    # axe is put in by the test, which the page's own policy forbids to anybody else
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    opened = context.new_page()
    opened.on("request", lambda one: heard.requests.append(one.url))
    opened.on("console", lambda one: heard.said.append(one.text))
    opened.on("pageerror", lambda one: heard.said.append(str(one)))
    opened.goto(page_file.as_uri())
    yield opened
    context.close()
