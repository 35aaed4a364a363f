"""A finding in words: one sentence, and what to do."""

from xlreport.messages import has, say
from xlreport.model.returns.finding import Finding

_LONGEST = 60
"""Characters of a typed value that a sentence shows."""


def sentence(language: str, finding: Finding) -> str:
    """Return what is wrong, in one sentence."""
    return say(language, f"finding.{finding.code}", **_words(language, finding))


def remedy(language: str, finding: Finding) -> str:
    """Return what to do about it, in words of the column's own where it has any."""
    own = f"remedy.{finding.code}-{finding.column}"
    key = own if finding.column and has(language, own) else f"remedy.{finding.code}"
    return say(language, key, **_words(language, finding))


FINDING_COLUMNS = (
    "file", "department", "period", "code", "severity", "sheet", "cell", "indicator", "value",
    "message", "remedy",
)  # fmt: skip


def finding_row(language: str, one: Finding) -> dict[str, str]:
    """Return a finding as programs read it, in the columns of `FINDING_COLUMNS`; codes are never
    translated.
    """
    own = {name: getattr(one, name) for name in FINDING_COLUMNS[:-2]}
    words = {"message": sentence(language, one), "remedy": remedy(language, one)}
    return own | {"severity": one.severity.value} | words


def column_word(language: str, column: str) -> str:
    """Return the heading of a field: 本期值 for `actual`, 联系电话 for `telephone`."""
    return next(
        (
            say(language, key)
            for key in (f"field.{column}", f"contact.{column}")
            if has(language, key)
        ),
        column,
    )


def _words(language: str, finding: Finding) -> dict[str, str]:
    own = {
        key: getattr(finding, key)
        for key in ("file", "sheet", "cell", "indicator", "name", "value")
    }
    words = own | {"column": column_word(language, finding.column)} | dict(finding.fields)
    typed = {
        key: _shortened(words[key]) or say(language, "returns.blank")
        for key in ("value", "was")
        if key in words
    }
    return words | typed


def _shortened(value: str) -> str:
    line = " ".join(value.split())
    if len(line) <= _LONGEST:
        return line
    return f"{line[: _LONGEST - 1]}…"
