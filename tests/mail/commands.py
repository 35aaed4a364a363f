"""Commands of a round as a coordinator types them, on days that tests name."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from loopback import GOOD, filled

from xlreport.cli.exit_codes import run


class Clock:
    """The day that the commands take for today."""

    def __init__(self) -> None:
        self.now = datetime(2020, 7, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def day(self, number: int, month: int = 7) -> None:
        self.now = datetime(2020, month, number, 8, tzinfo=UTC)


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints."""
    ended = run(list(words))
    seen = capsys.readouterr()
    assert ended == code, seen.err + seen.out
    return seen.out


def standing(capsys: pytest.CaptureFixture[str], code: str) -> dict[str, Any]:
    """What `status` says of a department."""
    document = json.loads(told(capsys, "status", "--format", "json"))
    return next(one for one in document["departments"] if one["department"] == code)


def put(folder: Path, tmp_path: Path, values: str = GOOD["RST"], name: str = "rst.xlsx") -> None:
    """Put a return of the first department into the inbox."""
    template = next((folder / "sent" / "2020-Q2").glob("01_*.xlsx")).read_bytes()
    (folder / "inbox" / name).write_bytes(filled(template, values, tmp_path))
