"""A finding in words: one sentence, and what to do."""

from xlreport.messages import say
from xlreport.model.finding import Finding


def sentence(language: str, finding: Finding) -> str:
    """Return what is wrong, in one sentence."""
    return say(language, f"finding.{finding.code}", **_words(finding))


def remedy(language: str, finding: Finding) -> str:
    """Return what to do about it."""
    return say(language, f"remedy.{finding.code}", **_words(finding))


def _words(finding: Finding) -> dict[str, str]:
    own = {key: getattr(finding, key) for key in ("file", "sheet", "cell", "indicator", "name", "value")}
    return own | dict(finding.fields)
