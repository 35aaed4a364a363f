"""Fixtures: the bundle unpacked on a Chinese Windows. These tests run where `XLREPORT_WINDOWS` is set: `make windows`."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.machine import Machine, Run, bundle, machine

if not os.environ.get("XLREPORT_WINDOWS"):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def windows() -> Iterator[Machine]:
    """A Chinese Windows that is on, with an empty folder of its user."""
    made = machine()
    for folder in made.home.iterdir():
        if folder.name != "Temp":
            shutil.rmtree(folder)
    with made.switched_on():
        yield made


@pytest.fixture(scope="session")
def unpacked(windows: Machine) -> Path:
    """The bundle, unpacked by hand into a folder with a space in its name."""
    with zipfile.ZipFile(bundle()) as archive:
        archive.extractall(windows.home / "下载 文件")
    (folder,) = (windows.home / "下载 文件").iterdir()
    return folder


@pytest.fixture
def folder(windows: Machine, request: pytest.FixtureRequest) -> Path:
    """A folder of the user for one test."""
    made = windows.home / f"我的 文档 {request.node.name.removeprefix('test_')}"
    made.mkdir()
    return made


@pytest.fixture
def run(windows: Machine, unpacked: Path) -> Run:
    """The program, as it is called in a folder of that machine."""
    python = windows.inside(unpacked / "python/python.exe")
    return lambda where, *words: windows.run(where, python, "-m", "xlreport", *words)
