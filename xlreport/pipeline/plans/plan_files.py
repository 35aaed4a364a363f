"""Plans as files: read one, find the known ones, prove one, print one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import tomli
from pydantic import ValidationError

from xlreport.assess.judgement_policies import with_policy
from xlreport.messages import FIRST, catalogue, languages, say
from xlreport.messages.calendar_words import period_name
from xlreport.messages.field_fault_messages import fault_words
from xlreport.messages.finding_messages import sentence
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.files.file_places import schemas_folder
from xlreport.pipeline.files.toml_files import faults_in, language_of, line_of, not_toml, read_toml
from xlreport.pipeline.plans.loading_plan_tables import plan_in
from xlreport.processes.platform_calls import resolved

BESIDE = frozenset({"contacts.toml", "decisions.toml"})
"""Files that stand beside plans and are none."""


def load_plan(path: Path) -> Plan:
    """Read a plan, its thresholds written out; raises CannotRun with the first fault of its
    fields.
    """
    plan = read_plan(path)
    if isinstance(plan, Plan):
        catalogue(
            plan.language
        )  # its words are loaded once here, and not by every worker that is forked
        return with_policy(plan)
    first = plan[0]
    words, language = dict(first.fields), language_written(path)
    raise CannotRun(
        "plan-unsound",
        file=path,
        count=len(plan),
        where=_place_of(language, words),
        words=words["words"],
        language=language,
    )


def _place_of(language: str, words: Mapping[str, str]) -> str:
    """Return where a wrong field stands, with its line."""
    return say(language, "screen.at-line", line=words["line"], where=words["where"])


def sound_plan(path: Path) -> Plan:
    """Read a plan that goes out or is judged by; raises CannotRun with its first fault where `plan
    check` finds any.

    A row of a department that is not listed would reach nobody, and one of an unknown profile would
    never be due.
    """
    from xlreport.checks.plans.plan_soundness import faults

    plan = load_plan(path)
    found = faults(plan)
    if found:
        where, words = (
            found[0].indicator or found[0].value,
            sentence(plan.language, found[0]).rstrip("。."),
        )
        raise CannotRun(
            "plan-unsound",
            file=path,
            count=len(found),
            where=where,
            words=words,
            language=plan.language,
        )
    return plan


def read_plan(path: Path) -> Plan | tuple[Finding, ...]:
    """Read a plan, or say line by line why it is none, in the language that it names; raises
    CannotRun where there is no such TOML file.
    """
    text = read_toml(path)
    try:
        plan = plan_in(text)
    except tomli.TOMLDecodeError as error:
        raise not_toml(path, text, error) from error
    except ValidationError as error:
        language = language_of(tomli.loads(text))
        return tuple(
            finding("plan-field", file=path.name, line=str(line), where=where, words=words)
            for line, where, words in faults_in(text, error, language)
        )
    if plan.language in languages():
        return plan
    known = " ".join(languages())
    words = fault_words(FIRST, "literal_error", {"expected": known})
    place = ("plan", "language")
    line = str(line_of(text, place))
    return (finding("plan-field", file=path.name, line=line, where=" ".join(place), words=words),)


def language_written(path: Path) -> str:
    """Return the language that a plan file names, however wrong the rest of it is."""
    return language_of(tomli.loads(read_toml(path)))


def prove(
    path: Path, source: Path | None, parents: Sequence[Path] = ()
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """Check a plan file, against its report where one is given, and against the plans whose targets
    it answers.
    """
    from xlreport.assess.judgement_blind_spots import never_warned
    from xlreport.checks.plans.plan_coverage_check import check_source
    from xlreport.checks.plans.plan_links_check import check_parents
    from xlreport.checks.plans.plan_soundness import check_plan
    from xlreport.pipeline.plans.reports.loading_report_files import read_report

    plan = read_plan(path)
    if not isinstance(plan, Plan):
        return None, plan
    found = (
        *check_plan(plan),
        *(
            finding("plan-never-warned", indicator=one.code, serial=serial)
            for serial, one in never_warned(plan)
        ),
    )
    if source is not None:
        found = (*found, *check_source(plan, read_report(source)))
    if parents:
        found = (*found, *check_parents(plan, [load_plan(parent) for parent in parents]))
    return plan, tuple(replace(one, file=path.name) for one in found)


def disaster_words(plan: Plan) -> str:
    """Return how many indicators a disastrous figure in the third quarter lights, and which not."""
    from xlreport.assess.judgement_blind_spots import disaster_test

    language, quarter = plan.language, Period(plan.year, "quarter", 3)
    done = disaster_test(plan, quarter)
    lines = [
        say(
            language,
            "screen.disaster",
            period=period_name(language, quarter),
            tested=done.tested,
            lit=done.tested - len(done.dark),
            unasked=len(done.unasked),
        ),
        *(f"  ◇ {one.code}  {one.name}  {one.note}".rstrip() for one in done.dark),
        *(
            say(language, "screen.disaster-unasked", code=one.code, name=one.name, note=one.note)
            for one in done.unasked
        ),
    ]
    return "\n".join(lines)


def read_text(path: Path) -> str:
    """Read a report's text in UTF-8 or GB18030; raises CannotRun where it is neither."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotRun(
            "file-unreadable", file=str(path), why=error.strerror or str(error)
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRun("report-not-text", file=str(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderPlan:
    """A plan file that stands beside a higher version of the same plan, which counts."""

    file: str
    code: str
    version: int
    counts: int
    """The version that counts."""
    counting: str
    """Its file."""


@dataclass(frozen=True, slots=True)
class BrokenPlan:
    """A file beside plans that is none: only workbooks of its plan are not known."""

    file: str
    error: CannotRun


UnusedPlan = OlderPlan | BrokenPlan


def known_plans(
    chosen: Path | None, here: Path, unused: Callable[[UnusedPlan], None] | None = None
) -> tuple[Plan, ...]:
    """Return the plans that submissions may belong to; of versions in one folder the highest.

    Args:
        chosen: a plan file, or a folder of them; where given, only these are known. One that is
            half done does not stop a run beside it in a folder, but cannot be chosen.
        here: the working folder; its `schemas/`, then the plans that come with the program: one
            of the same code in the working folder takes their place, whatever its version.
        unused: told of each plan file that a higher version takes the place of, and of each that
            cannot be read.

    Raises:
        CannotRun: `no-plans`, or what is wrong with the only one; `plan-twice` where a folder has
            one version of a plan twice.
    """
    if chosen is not None and not chosen.is_dir():
        return (sound_plan(chosen),)
    folders = [chosen] if chosen is not None else [here / "schemas", schemas_folder()]
    once = {resolved(folder): folder for folder in reversed(folders)}
    aside: list[UnusedPlan] = []
    plans = {code: one for folder in once.values() for code, one in _plans_in(folder, aside)}
    if not plans:
        broken = next((one.error for one in aside if isinstance(one, BrokenPlan)), None)
        raise broken or CannotRun("no-plans", folder=str(folders[0]))
    if unused is not None:
        for one in aside:
            unused(one)
    return tuple(plans.values())


def _plans_in(folder: Path, aside: list[UnusedPlan]) -> Iterator[tuple[str, Plan]]:
    """Yield the plans of a folder by code, the highest version of each; put aside the others and
    what cannot be read.
    """
    versions: dict[str, dict[int, tuple[Path, Plan]]] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name in BESIDE:
            continue
        try:
            plan = load_plan(path)
        except CannotRun as error:
            aside.append(BrokenPlan(path.name, error))
            continue
        code, version = plan.code, plan.version
        if other := versions.setdefault(code, {}).get(version):
            files = {"file": other[0].name, "other": path.name}
            raise CannotRun("plan-twice", code=code, version=version, folder=str(folder), **files)
        versions[code][version] = (path, plan)
    for code, known in versions.items():
        highest = max(known)
        for version, (path, _) in sorted(known.items()):
            if version < highest:
                aside.append(
                    OlderPlan(
                        file=path.name,
                        code=code,
                        version=version,
                        counts=highest,
                        counting=known[highest][0].name,
                    )
                )
        yield code, known[highest][1]


def has_errors(found: Iterable[Finding]) -> bool:
    """Say whether any finding is an error."""
    return any(one.severity is Severity.ERROR for one in found)
