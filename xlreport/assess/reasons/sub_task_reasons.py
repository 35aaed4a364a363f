"""Sub-tasks of offices (分解任务), told in the reason of the row that they are parts of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.locked_cell_messages import amount_text
from xlreport.model.judged.judged_assessment import SYMBOLS, Assessment, Status
from xlreport.model.plans.plan import AMOUNTS, Indicator, Milestone, Plan
from xlreport.model.returns.accepted_record import Record

_BAD = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)
"""Lights that are told of, the worst first."""


def with_sub_tasks(
    plan: Plan, lights: Sequence[Assessment], records: Mapping[str, Record]
) -> list[Assessment]:
    """Return the judgements of a plan's targets, each whose row is split among offices with what
    became of its parts: how many there are, their sum where all have a figure, and whose is the
    worst where that is not good. The light stays that of the row's own figure or state.

    Args:
        plan: as in force at the period's end.
        lights: one a target, in its order.
        records: what was reported, by code.
    """
    parts: dict[str, list[tuple[Indicator | Milestone, Assessment]]] = {}
    for target, light in zip(plan.targets, lights, strict=True):
        if target.part_of and target.done_by:
            parts.setdefault(target.part_of, []).append((target, light))
    if not parts:
        return list(lights)
    return [
        _told(plan, target, light, parts[target.code], records) if target.code in parts else light
        for target, light in zip(plan.targets, lights, strict=True)
    ]


def _told(
    plan: Plan,
    target: Indicator | Milestone,
    light: Assessment,
    parts: Sequence[tuple[Indicator | Milestone, Assessment]],
    records: Mapping[str, Record],
) -> Assessment:
    more = _sum(plan, target, [one for one, _ in parts], records) + _worst(plan, parts)
    said = say(plan.language, "task.split", count=len(parts), more=more)
    why = f"{light.why}{said}" if light.why else ""
    return replace(light, why=why, reason=f"{light.reason}{said}")


def _sum(
    plan: Plan,
    target: Indicator | Milestone,
    parts: Sequence[Indicator | Milestone],
    records: Mapping[str, Record],
) -> str:
    """Return what the parts of an amount add up to; empty where one has no figure, for unknown is
    never 0.
    """
    if not isinstance(target, Indicator) or target.measure not in AMOUNTS:
        return ""
    amounts = (one for one in parts if isinstance(one, Indicator) and one.unit == target.unit)
    told = [records[one.code].value for one in amounts if one.code in records]
    values = [one for one in told if one is not None]
    if len(values) < len(parts):
        return ""
    total = amount_text(target, sum(values, Decimal(0)), plan.language)
    return say(plan.language, "task.split_sum", sum=total)


def _worst(plan: Plan, parts: Sequence[tuple[Indicator | Milestone, Assessment]]) -> str:
    bad = [(_BAD.index(light.status), at) for at, (_, light) in enumerate(parts)
           if light.status in _BAD]  # fmt: skip
    if not bad:
        return ""
    target, light = parts[min(bad)[1]]
    word = say(plan.language, f"status.{light.status}")
    shown = f"{SYMBOLS[light.status]} {word}"
    return say(plan.language, "task.split_worst", who=target.done_by, light=shown)
