"""Escalation: how far up a light that does not turn is taken; no light changes by it."""

from collections.abc import Iterable, Sequence

from xlreport.model.judged.assessment import Status
from xlreport.model.plans.plan import Policy

_RED = Status.OFF_TRACK
_URGENT = frozenset({Status.AT_RISK, _RED})


def level(lights: Sequence[Status], policy: Policy) -> int:
    """Return 0 to 3: two periods on end at risk or worse are 1, two off track 2, three 3.

    `lights` are a target's, the newest first, up to the first that is unknown. How many periods
    each level takes is the policy's. Where nothing is due a period neither counts nor breaks the
    row.
    Source: 三亚 2022, 银川 2025, 广元 2018 and 瓯海 2020, which take a light up step by step.
    """
    urgent, red = on_end(lights, _URGENT), on_end(lights, {_RED})
    if red >= policy.escalate_red_again:
        return 3
    if red >= policy.escalate_red:
        return 2
    return int(urgent >= policy.escalate_amber)


def on_end(lights: Iterable[Status], wanted: Iterable[Status]) -> int:
    """Return for how many periods on end, the newest included, a target has one of these lights."""
    looked_for, count = frozenset(wanted), 0
    for light in lights:
        if light is Status.NOT_DUE and count:
            continue
        if light not in looked_for:
            break
        count += 1
    return count


def made_good(lights: Sequence[Status]) -> bool:
    """Say whether what is good now was off track earlier in the year: 瓯海 never forgets it."""
    good = {Status.COMPLETED, Status.ON_TRACK}
    return bool(lights) and lights[0] in good and _RED in lights[1:]
