"""Why a light: one sentence with its numbers, its profile and its threshold."""

from dataclasses import dataclass
from decimal import Decimal

from xlreport.assess.figures import difference, plain_figure, quantity
from xlreport.assess.lights import TwoBounds, as_good
from xlreport.assess.rules import in_points, is_approximate
from xlreport.assess.schedule import HOLD, LINEAR, YEAR_END
from xlreport.messages import say
from xlreport.model.judged.assessment import Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Commitment, Indicator, Measure, Plan, Policy

_LONGEST = 40
_WHOLE = 100
_SLACKS = {"cumulative_more": "cumulative_slack", "held": "level_slack"}
_THRESHOLDS = {
    "cumulative_more": "cumulative_more", "cumulative_less": "cumulative_less",
    "path": "path_share",
    "held_points": "level_points", "held_share": "level_share",
}  # fmt: skip
_NAMED = frozenset({"cumulative_more", "cumulative_less", "path", "held", "fall", "ceiling"})
"""Rules whose at-risk line the words know by its threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One judged figure, as its sentence needs it."""

    indicator: Indicator
    plan: Plan
    policy: Policy
    period: Period
    rule: str
    way: str
    last: bool
    """Whether the period is the target's last."""
    target: Decimal
    actual: Decimal
    bounds: TwoBounds
    status: Status

    @property
    def language(self) -> str:
        """The plan's language."""
        return self.plan.plan.language


def shortened_words(words: str) -> str:
    """Return words as a part of a sentence: one line, at most 40 characters."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def whole_reason(language: str, why: str, pace: str, period: Period, last: Status | None) -> str:
    """Return the one sentence that explains a light: its numbers, the pace needed from now on, the
    light before.
    """
    words = [why, pace] if pace else [why]
    if last is not None:
        words.append(
            say(language, f"assess.last.{period.kind}", status=say(language, f"status.{last}"))
        )
    return say(language, "assess.joint").join(words)


def reason(judged: Judged) -> str:
    """Return why: 「序时应达50%，实达38%，落后12个百分点，不足应达的80%」."""
    if judged.status is Status.NOT_DUE:
        target, actual = _quantity(judged, judged.target), _quantity(judged, judged.actual)
        return say(judged.language, "assess.plain.year_end", target=target, actual=actual)
    early = not judged.last and (judged.status is Status.COMPLETED or judged.bounds.green is None)
    green = judged.bounds.done if early else judged.bounds.green
    if green is None:
        return ""
    return (
        _head(judged, green, early=early)
        + _gap(judged, green)
        + _outcome(judged, early=early)
        + _stretch(judged)
    )


def _profile(judged: Judged, *, early: bool) -> str:
    if judged.last:
        key = "end"
    elif early:
        key = "early"
    elif judged.way in {HOLD, YEAR_END} or judged.indicator.measure in {
        Measure.GROWTH,
        Measure.FALL,
        Measure.CLASS,
    }:
        key = "hold"
    else:
        key = "linear" if judged.indicator.profile == LINEAR else "listed"
    return say(judged.language, f"assess.profile.{key}")


def _head(judged: Judged, green: Decimal, *, early: bool) -> str:
    language = judged.language
    due, actual = _quantity(judged, green), _quantity(judged, judged.actual)
    if _has_play(judged):
        due = say(language, "assess.approx", green=due)
    if (
        judged.rule == "ceiling"
        and not early
        and green != judged.target
        and not is_approximate(judged.indicator)
    ):
        return say(
            language,
            "assess.head.ceiling",
            target=_quantity(judged, judged.target),
            green=due,
            actual=actual,
        )
    strict = judged.bounds.done_strict if early else judged.bounds.strict
    kind = (
        "zero"
        if _is_zero(judged, green) and not strict
        else f"{_kind(judged)}{'_strict' if strict else ''}"
    )
    return say(
        language,
        f"assess.head.{kind}",
        profile=_profile(judged, early=early),
        green=due,
        actual=actual,
    )


def _is_zero(judged: Judged, green: Decimal) -> bool:
    return green == 0 and judged.bounds.sense == "less"


def _quantity(judged: Judged, number: Decimal) -> str:
    return quantity(judged.language, judged.indicator, number)


def _has_play(judged: Judged) -> bool:
    """Say whether green lies below what is due or held: by 左右, a tolerance, or the policy's own
    slack.
    """
    slack = _SLACKS.get(judged.rule)
    allowed = slack is not None and not judged.last and bool(getattr(judged.policy, slack))
    return allowed or is_approximate(judged.indicator)


def _kind(judged: Judged) -> str:
    return "class" if judged.indicator.measure is Measure.CLASS else judged.bounds.sense


def _gap(judged: Judged, green: Decimal) -> str:
    if judged.actual == green:
        return ""
    side = "ahead" if as_good(judged.actual, green, judged.bounds.sense) else "behind"
    words = difference(judged.language, judged.indicator, judged.actual - green)
    return say(judged.language, f"assess.gap.{_kind(judged)}_{side}", gap=words)


def _outcome(judged: Judged, *, early: bool) -> str:
    if judged.status is Status.COMPLETED:
        return say(judged.language, f"assess.outcome.{'early' if early else 'completed'}")
    if early:
        return say(judged.language, "assess.outcome.reached")
    if judged.last:
        return say(judged.language, "assess.outcome.missed")
    amber = judged.bounds.amber
    if judged.status is Status.ON_TRACK or amber is None or amber == judged.bounds.green:
        return ""
    side, key = "within" if judged.status is Status.AT_RISK else "beyond", _line(judged)
    if key == judged.bounds.sense:
        return say(judged.language, f"assess.{side}.{key}", amber=_quantity(judged, amber))
    threshold = getattr(judged.policy, _THRESHOLDS[key]) if key in _THRESHOLDS else Decimal(0)
    return say(judged.language, f"assess.{side}.{key}", threshold=plain_figure(threshold))


def _line(judged: Judged) -> str:
    """Return what the at-risk line is called: by its threshold, or by its number where several have
    moved it.
    """
    policy, rule = judged.policy, judged.rule
    by_points = rule == "cumulative_more" and policy.cumulative_points is not None
    sooner = judged.indicator.commitment is Commitment.HARD and policy.hard_share != _WHOLE
    if rule not in _NAMED or _has_play(judged) or by_points or sooner:
        return judged.bounds.sense
    if rule == "held":
        return "held_points" if in_points(judged.indicator.unit) else "held_share"
    return rule


def _stretch(judged: Judged) -> str:
    stretch = judged.indicator.stretch
    if stretch is None or not as_good(judged.actual, stretch, judged.bounds.sense):
        return ""
    return say(
        judged.language,
        "assess.stretch",
        stretch=quantity(judged.language, judged.indicator, stretch),
    )
