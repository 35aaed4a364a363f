"""Why a file of the inbox got its verdict, in one sentence."""

from collections import Counter
from collections.abc import Sequence

from xlreport.messages import say
from xlreport.messages.finding_messages import sentence
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.intake.receiving_inbox import Received


def verdict_reason(language: str, one: Received, unpacked: Sequence[Finding] | None = None) -> str:
    """Return the sentence: the first identity or reading error, else how many findings and usable
    rows there are.

    Args:
        language: the plan's.
        one: the file.
        unpacked: its findings, where somebody has looked at them already.
    """
    findings = tuple(one.findings) if unpacked is None else unpacked
    if one.identity is None and findings:
        errors = (found for found in findings if found.severity is Severity.ERROR)
        return sentence(language, next(errors, findings[0]))
    counts = Counter(found.severity for found in findings)
    key = "screen.reason-errors" if counts[Severity.ERROR] else "screen.reason-sound"
    return say(
        language,
        key,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        rows=len(one.records),
    )
