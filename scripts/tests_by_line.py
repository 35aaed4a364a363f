"""A plugin of pytest for `mutants.py`: coverage learns which test runs a line, and how long each takes.

Given as `-p tests_by_line` to pytest that coverage runs. What a fixture does counts for the first test
that asks for it. Seconds by test go to `seconds.json` in the folder where the tests are run.
"""

import json
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage

_SECONDS: defaultdict[str, float] = defaultdict(float)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Name what runs after the test until it is over."""
    running = Coverage.current()
    if running is None:
        return (yield)
    running.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        running.switch_context("")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count the seconds of a test with those of its fixtures."""
    _SECONDS[report.nodeid] += report.duration


def pytest_sessionfinish() -> None:
    """Write the seconds of every test."""
    Path("seconds.json").write_text(json.dumps(_SECONDS), encoding="utf-8")
