"""Why a file of the inbox got its verdict, in one sentence."""

from xlreport.messages import say
from xlreport.messages.findings import sentence
from xlreport.model.codes import Severity
from xlreport.pipeline.intake import Received


def reason(language: str, one: Received) -> str:
    """Return the sentence: the first identity or reading error, else how many findings and usable rows there are."""
    first = next((found for found in one.findings if found.severity is Severity.ERROR), None)
    if one.identity is None and one.findings:
        return sentence(language, first or one.findings[0])
    counts = {kind: sum(found.severity is kind for found in one.findings) for kind in Severity}
    key = "screen.reason-errors" if counts[Severity.ERROR] else "screen.reason-sound"
    return say(language, key, errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], rows=len(one.records))
