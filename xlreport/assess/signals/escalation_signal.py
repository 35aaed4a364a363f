"""Escalation: how far up a light that does not turn is taken; no light changes by it."""

from collections.abc import Collection, Iterable, Sequence

from xlreport.model.judged.judged_assessment import Status
from xlreport.model.plans.plan import Policy

_RED, _WAITS = Status.OFF_TRACK, Status.NOT_DUE
_OFF = frozenset({_RED})
_URGENT = frozenset({Status.AT_RISK, _RED})
_GOOD = frozenset({Status.COMPLETED, Status.ON_TRACK})


def level(lights: Sequence[Status], policy: Policy) -> int:
    """Return 0 to 3: two periods on end at risk or worse are 1, two off track 2, three 3.

    `lights` are a target's, the newest first, up to the first that is unknown. How many periods
    each level takes is the policy's. Where nothing is due a period neither counts nor breaks the
    row.
    Source: 三亚 2022, 银川 2025, 广元 2018 and 瓯海 2020, which take a light up step by step.
    """
    urgent, red = on_end(lights, _URGENT), on_end(lights, _OFF)
    if red >= policy.escalate_red_again:
        return 3
    if red >= policy.escalate_red:
        return 2
    return int(urgent >= policy.escalate_amber)


def on_end(lights: Iterable[Status], wanted: Collection[Status]) -> int:
    """Return for how many periods on end, the newest included, a target has one of these lights."""
    count = 0
    for light in lights:
        if count and light is _WAITS:
            continue
        if light not in wanted:
            break
        count += 1
    return count


def made_good(lights: Sequence[Status]) -> bool:
    """Say whether what is good now was off track earlier in the year: 瓯海 never forgets it."""
    return bool(lights) and lights[0] in _GOOD and _RED in lights[1:]
