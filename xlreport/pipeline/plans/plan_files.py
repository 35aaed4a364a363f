"""Plans as files: read one, find the known ones, prove one, print one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import tomli
from pydantic import ValidationError

from xlreport.assess.policies import with_policy
from xlreport.messages import catalogue
from xlreport.messages.findings import sentence
from xlreport.model.errors import CannotRun
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.files.places import schemas_folder
from xlreport.pipeline.plans.tables import plan_in
from xlreport.processes.platform import resolved

BESIDE = frozenset({"contacts.toml", "decisions.toml"})
"""Files that stand beside plans and are none."""


def load_plan(path: Path) -> Plan:
    """Read a plan, its thresholds written out; raises CannotRun with the first fault of its
    fields.
    """
    plan = read_plan(path)
    if isinstance(plan, Plan):
        catalogue(
            plan.plan.language
        )  # its words are loaded once here, and not by every worker that is forked
        return with_policy(plan)
    first = plan[0]
    words = dict(first.fields)
    raise CannotRun(
        "plan-unsound", file=path, count=len(plan), where=words["where"], words=words["words"]
    )


def sound_plan(path: Path) -> Plan:
    """Read a plan that goes out or is judged by; raises CannotRun with its first fault where `plan
    check` finds any.

    A row of a department that is not listed would reach nobody, and one of an unknown profile would
    never be due.
    """
    from xlreport.checks.plans.soundness import faults

    plan = load_plan(path)
    found = faults(plan)
    if found:
        where, words = (
            found[0].indicator or found[0].value,
            sentence(plan.plan.language, found[0]).rstrip("。."),
        )
        raise CannotRun("plan-unsound", file=path, count=len(found), where=where, words=words)
    return plan


def read_plan(path: Path) -> Plan | tuple[Finding, ...]:
    """Read a plan, or say field by field why it is none; raises CannotRun where there is no such
    TOML file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return plan_in(text)
    except OSError as error:
        raise CannotRun(
            "file-unreadable", file=str(path), why=error.strerror or str(error)
        ) from error
    except UnicodeDecodeError as error:
        raise CannotRun("plan-not-utf8", file=str(path)) from error
    except tomli.TOMLDecodeError as error:
        raise CannotRun("plan-not-toml", file=str(path), why=str(error)) from error
    except ValidationError as error:
        document = tomli.loads(text)
        return tuple(
            finding(
                "plan-field",
                file=path.name,
                where=_where(document, fault["loc"]),
                words=fault["msg"],
            )
            for fault in error.errors()
        )


def _where(document: object, place: Sequence[int | str]) -> str:
    """Name a place of the document by codes where it has them: `indicator ZB007 value`."""
    words: list[str] = []
    here = document
    for step in place:
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            code = here.get("code") if isinstance(here, dict) else None
            words.append(str(code) if code else f"#{step + 1}")
        else:
            here = here.get(step) if isinstance(here, dict) else None
            words.append(str(step))
    return " ".join(words)


def prove(
    path: Path, source: Path | None, parents: Sequence[Path] = ()
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """Check a plan file, against its report where one is given, and against the plans whose targets
    it answers.
    """
    from xlreport.checks.plans.coverage import check_source
    from xlreport.checks.plans.links import check_parents
    from xlreport.checks.plans.soundness import check_plan

    plan = read_plan(path)
    if not isinstance(plan, Plan):
        return None, plan
    found = check_plan(plan)
    if source is not None:
        found = (*found, *check_source(plan, read_text(source)))
    if parents:
        found = (*found, *check_parents(plan, [load_plan(parent) for parent in parents]))
    return plan, tuple(replace(one, file=path.name) for one in found)


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


def known_plans(
    chosen: Path | None, here: Path, older: Callable[[OlderPlan], None] | None = None
) -> tuple[Plan, ...]:
    """Return the plans that submissions may belong to; of versions in one folder the highest.

    Args:
        chosen: a plan file, or a folder of them; where given, only these are known. One that is
            half done does not stop a run beside it in a folder, but cannot be chosen.
        here: the working folder; its `schemas/`, then the plans that come with the program: one
            of the same code in the working folder takes their place, whatever its version.
        older: told of each plan file that a higher version takes the place of.

    Raises:
        CannotRun: `no-plans`; `plan-twice` where a folder has one version of a plan twice.
    """
    if chosen is not None and not chosen.is_dir():
        return (sound_plan(chosen),)
    folders = [chosen] if chosen is not None else [here / "schemas", schemas_folder()]
    once = {resolved(folder): folder for folder in reversed(folders)}
    plans = {code: one for folder in once.values() for code, one in _plans_in(folder, older)}
    if not plans:
        raise CannotRun("no-plans", folder=str(folders[0]))
    return tuple(plans.values())


def _plans_in(
    folder: Path, older: Callable[[OlderPlan], None] | None
) -> Iterator[tuple[str, Plan]]:
    """Yield the plans of a folder by code, the highest version of each."""
    versions: dict[str, dict[int, tuple[Path, Plan]]] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name in BESIDE:
            continue
        plan = load_plan(path)
        code, version = plan.plan.code, plan.plan.version
        if other := versions.setdefault(code, {}).get(version):
            files = {"file": other[0].name, "other": path.name}
            raise CannotRun("plan-twice", code=code, version=version, folder=str(folder), **files)
        versions[code][version] = (path, plan)
    for code, known in versions.items():
        highest = max(known)
        for version, (path, _) in sorted(known.items()):
            if version < highest and older is not None:
                older(
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
