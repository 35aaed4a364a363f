"""The built site, and Chromium. These tests run where `XLREPORT_SITE` names the folder: see .ci/run."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import Heard, browser

__all__ = ["Heard", "browser"]

if not os.environ.get("XLREPORT_SITE"):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    return Path(os.environ["XLREPORT_SITE"]).resolve()
