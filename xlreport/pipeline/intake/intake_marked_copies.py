"""What goes back of one workbook: the sender's own, marked; else a fresh one with its values; else
the list alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from pathlib import Path, PurePosixPath

from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.examining_intake_files import History, Whose, identity_of
from xlreport.pipeline.intake.intake_file import Received
from xlreport.workbook.looks.template_looks import Looks
from xlreport.workbook.reading.reading_known_headings import Headings

_STEM_BYTES = 200
"""File systems take 255 bytes a name; room is left for what is put behind it."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What it takes to make anybody's form as it stands now."""

    plans: tuple[Plan, ...]
    history: History
    headings: Headings
    templates: Path | None = None

    def of(self, whose: Whose | None) -> Form | None:
        """Return a department's form; None where nobody knows whose it is, or it has no rows."""
        who = identity_of(whose, self.plans)
        if who is None:
            return None
        plan = who.plan.at(who.period)
        form = form_for(
            plan, who.department, who.period, self.history.of(plan, who.department.code)
        )
        return form if form.indicators or form.milestones else None


def forms_for(
    received: Sequence[Received],
    earlier: Iterable[Record],
    headings: Headings,
    templates: Path | None,
) -> Forms:
    """Return what makes the forms of the departments whose workbooks came in.

    Args:
        received: Every file; where they are of several periods, the earlier ones tell the last
            values of the later.
        earlier: Records of earlier periods besides.
        headings: The words of all templates.
        templates: The folder of restyled templates.
    """
    history = History(earlier)
    known = [one for one in received if one.identity is not None]
    if len({one.period for one in known}) > 1:
        for one in known:
            history.add(one.records)
    plans = {one.identity.plan.code: one.identity.plan for one in known if one.identity}
    return Forms(tuple(plans.values()), history, headings, templates)


def whose_is(one: Received) -> Whose | None:
    """Return whose a workbook is, in words that go from process to process; None where nobody
    knows.
    """
    who = one.identity
    return (who.plan.code, str(who.period), who.department.code, who.version) if who else None


def marked_copy(
    content: bytes,
    submission: Submission,
    findings: Sequence[Finding],
    language: str,
    forms: Forms,
    whose: Whose | None,
) -> tuple[bytes, bool]:
    """Return what goes back, and whether it is a workbook that can be corrected and sent again
    (else a list).

    Args:
        content: The file.
        submission: What was read in it, with its entries.
        findings: What is to be marked.
        language: Of the list and the comments.
        forms: What makes the form of a fresh workbook.
        whose: Whose it is.
    """
    from xlreport.workbook.annotating.annotate_workbook import annotate, findings_list

    own = annotate(content, submission, findings, language)
    if own is not None:
        return own, True
    fresh = _fresh(submission, findings, language, forms, whose)
    return (
        (fresh, True)
        if fresh is not None
        else (findings_list(submission, findings, language), False)
    )


def _fresh(
    submission: Submission,
    findings: Sequence[Finding],
    language: str,
    forms: Forms,
    whose: Whose | None,
) -> bytes | None:
    from xlreport.workbook.annotating.annotated_fresh_copy import fresh_copy

    form = forms.of(whose)
    if form is None or not submission.entries:
        return None
    try:
        looks = _looks(form.language, forms.templates)
    except CannotRun:
        return None
    return fresh_copy(submission, findings, form, looks, forms.headings, language)


@lru_cache(maxsize=4)
def _looks(language: str, templates: Path | None) -> Looks:
    return department_looks(language, templates)


def stems(files: Iterable[str]) -> tuple[str, ...]:
    """Return a name without suffix for what goes back of each file: the file's own, and no two
    alike.

    `03.xls` and `03.xlsx` may lie side by side, and some systems hold `A` and `a` for the same
    name.
    """
    taken: set[str] = set()
    names = []
    for file in files:
        path = PurePosixPath(file)
        whole = _cut(path.name)
        own = chain((_cut(path.stem), whole), (f"{whole}_{n}" for n in count(2)))
        found = next(
            name for one in own if (name := str(path.with_name(one))).casefold() not in taken
        )
        taken.add(found.casefold())
        names.append(found)
    return tuple(names)


def _cut(name: str) -> str:
    return name.encode("utf-8", "replace")[:_STEM_BYTES].decode("utf-8", "ignore")
