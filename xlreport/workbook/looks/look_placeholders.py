"""What `{{…}}` may say in a template workbook, and how a text that holds some is taken apart."""

import re

from xlreport.model.plans.plan_form_types import (
    CONTACT_FIELDS,
    INDICATOR_INPUTS,
    INDICATOR_LOCKED,
    MILESTONE_INPUTS,
    MILESTONE_LOCKED,
)

# a placeholder, such as {{indicator.name}}
_MARK = re.compile(r"\{\{\s*([A-Za-z_.]*)\s*\}\}")
# separators that nothing stands before or behind, where a placeholder had no text
_DANGLING = re.compile(r"[\s·•|]*[·•|]\s*$|^\s*[·•|][\s·•|]*")

#: words that are the same on every sheet of one workbook
WORDS = frozenset({
    "plan.title", "plan.government", "department.name", "period.label", "period.span",
    "period.month_end", "period.end", "period.year",
    "last.label", "code", "return_by", "due", "counts", "note", "contact", "sheets",
})  # fmt: skip

#: figures that change while a clerk types: written as formulas
LIVE = frozenset({
    "live", "live.indicator", "live.milestone", "live.contact", "total.filled", "total.sum",
    "total.done",
    *(f"contact.{field}" for field in CONTACT_FIELDS),
})  # fmt: skip

#: cells that only lend their look
MARK_NAMES = ("filled", "missing", "reason", "wrong", "complete", "optional")

#: rows that stand only where the department has such rows to fill
ONLY = ("only.indicator", "only.milestone")

#: what each kind of data sheet shows of a row, and what it asks
SHOWN_FIELDS = {
    "indicator": (*INDICATOR_LOCKED, "check", "basis"),
    "milestone": (*MILESTONE_LOCKED, "check"),
}
TYPED_FIELDS = {"indicator": INDICATOR_INPUTS, "milestone": MILESTONE_INPUTS}

KNOWN = frozenset({
    *WORDS, *LIVE, *ONLY,
    *(f"look.{name}" for name in MARK_NAMES),
    *(f"{kind}.{field}" for kind, fields in SHOWN_FIELDS.items() for field in fields),
    *(f"input.{field}" for field in (*INDICATOR_INPUTS, *MILESTONE_INPUTS)),
})  # fmt: skip


def take_apart(text: str) -> tuple[str, ...]:
    """Split a text at its placeholders: words at even places, names of placeholders at odd ones."""
    return tuple(_MARK.split(text))


def placeholder_names(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the placeholders of a text that was taken apart."""
    return parts[1::2]


def only_name(parts: tuple[str, ...]) -> str:
    """Return the placeholder that is all that the text holds, or an empty text."""
    if len(parts) == 3 and not (parts[0] + parts[2]).strip():
        return parts[1]
    return ""


def tidy_text(text: str) -> str:
    """Drop the dots that an empty placeholder leaves at the ends: `计划　·　` becomes `计划`."""
    return _DANGLING.sub("", text)
