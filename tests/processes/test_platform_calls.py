"""Calls that a system may lack say whether they did anything."""

import ctypes
import sys
from pathlib import Path

import pytest

from xlreport.processes.platform_calls import return_large_blocks

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="a call of Linux's C library")
_MANY, _LARGE = 200, 1 << 20


def _held() -> int:
    """Return the bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


@linux_only
def test_large_blocks_go_back_to_the_system() -> None:
    """Also after others were freed before, upon which the C library would keep them."""
    assert return_large_blocks()
    bytes(_LARGE * 20)
    before = _held()
    blocks = [b"x" * _LARGE for _ in range(_MANY)]
    last = [b"y" * 100_000 for _ in range(9)]
    assert _held() > before + _MANY * _LARGE // 2
    del blocks
    assert _held() < before + 20 * _LARGE
    assert last


def test_elsewhere_nothing_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another system, or another C library."""
    with monkeypatch.context() as patch:
        patch.setattr("sys.platform", "darwin")
        assert not return_large_blocks()
    if sys.platform == "linux":
        monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
        assert not return_large_blocks()
