"""docs/<language>/findings.md: every code with its severity, its sentence and what to do about it."""

import re

from xlreport.messages import catalogue, say
from xlreport.model.returns.finding_codes import ON_FILE, PLANS, READING, RETURN_CODES, Severity

TABLES = {"reading": READING, "returns": RETURN_CODES, "on_file": ON_FILE, "plans": PLANS}


def findings_page(language: str) -> str:
    """Return the page."""

    def told(key: str) -> str:
        return say(language, f"findings_page.{key}")

    lines = [f"# {told('title')}", "", say(language, "plan_page.generated"), "", told("about"), ""]
    heads = told("heads").split("|")
    for name, codes in TABLES.items():
        lines += [f"## {told(name)}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        lines += [_row(language, code, severity) for code, severity in sorted(codes.items())]
        lines.append("")
    return "\n".join(lines)


def _row(language: str, code: str, severity: Severity) -> str:
    words = [_raw(language, f"{part}.{code}") for part in ("finding", "remedy")]
    return f"| `{code}` | {say(language, f'severity.{severity}')} | {' | '.join(words)} |"


def _raw(language: str, key: str) -> str:
    """Return the words with their placeholders left in, as a cell of a table."""
    plain = re.sub(r"{\w+:\?(?:[^|}]*\|)*([^|}]*)}", r"\1", catalogue(language)[key])
    plain = plain.replace("{{", "{").replace("}}", "}")
    return plain.replace("|", "\\|").replace("\n", " ")
