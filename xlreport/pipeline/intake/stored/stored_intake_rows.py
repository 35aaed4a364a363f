"""What is known of a file as a row of plain values, for shards and for what a workspace keeps."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from xlreport.model.returns.finding import Verdict
from xlreport.pipeline.intake.examining_intake_files import Examined
from xlreport.pipeline.intake.intake_findings import Pack

_PACKS = ("findings", "records", "codes", "strangers", "contacts", "entries")
TEXTS = ("verdict", "sha256", "plan", "period", "department", "saved_at", "active", "contact_names")
STORED_NUMBERS = ("version", "read", *(f"{name}_count" for name in _PACKS))
CONTENTS = _PACKS
STORED_COLUMNS = (*TEXTS, *STORED_NUMBERS, *CONTENTS)
_NONE = -1
"""Count of what was not asked for."""


def row_of(one: Examined) -> tuple[Any, ...]:
    """Return a row with the values of `COLUMNS`: texts, whole numbers and bytes."""
    plan, period, unit, version = one.whose or ("", "", "", 0)
    saved = one.saved_at.isoformat() if one.saved_at else ""
    packs = [getattr(one, name) or (_NONE, b"") for name in _PACKS]
    return (
        one.verdict.value, one.sha256, plan, period, unit, saved, json.dumps(one.active),
        json.dumps(one.contact_names),
        version, int(one.read), *(count for count, _ in packs), *(content for _, content in packs),
    )  # fmt: skip


def examined_from(row: Sequence[Any]) -> Examined:
    """Return what a row of `row_of` says."""
    told = dict(zip(STORED_COLUMNS, row, strict=True))
    whose = (
        (told["plan"], told["period"], told["department"], told["version"])
        if told["plan"]
        else None
    )
    return Examined(
        verdict=Verdict(told["verdict"]),
        sha256=told["sha256"],
        whose=whose,
        read=bool(told["read"]),
        saved_at=datetime.fromisoformat(told["saved_at"]) if told["saved_at"] else None,
        active=tuple(json.loads(told["active"])),
        contact_names=tuple(json.loads(told["contact_names"])),
        **dict(_packs(told)),
    )


def _packs(told: dict[str, Any]) -> Iterator[tuple[str, Pack]]:
    for name in _PACKS:
        if told[f"{name}_count"] != _NONE:
            yield name, (told[f"{name}_count"], told[name])
