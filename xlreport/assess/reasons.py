"""Why a light: one sentence with its numbers, its profile and its threshold."""

from dataclasses import dataclass
from decimal import Decimal

from xlreport.assess.figures import difference, plain, quantity
from xlreport.assess.lights import TwoBounds, as_good
from xlreport.assess.rules import in_points, is_approximate
from xlreport.assess.schedule import HOLD, LINEAR, YEAR_END
from xlreport.messages import say
from xlreport.model.assessment import Status
from xlreport.model.period import Period
from xlreport.model.plan import Commitment, Indicator, Measure, Plan, Policy

_LONGEST = 40
_WHOLE = 100


@dataclass(frozen=True, slots=True)
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


def shortened(words: str) -> str:
    """Return words as a part of a sentence: one line, at most 40 characters."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def whole_reason(language: str, why: str, pace: str, period: Period, last: Status | None) -> str:
    """Return the one sentence that explains a light: its numbers, the pace needed from now on, the light before."""
    words = [why, pace] if pace else [why]
    if last is not None:
        words.append(say(language, f"assess.last.{period.kind}", status=say(language, f"status.{last}")))
    return say(language, "assess.joint").join(words)


def reason(judged: Judged) -> str:
    """Return why: 「序时应达50%，实达38%，落后12个百分点，不足应达的80%」."""
    if judged.status is Status.NOT_DUE:
        return say(judged.language, "assess.plain.year_end", **_words(judged, judged.target))
    early = not judged.last and (judged.status is Status.COMPLETED or judged.bounds.green is None)
    green = judged.bounds.done if early else judged.bounds.green
    if green is None:
        return ""
    return _head(judged, green, early=early) + _gap(judged, green) + _outcome(judged, early=early) + _stretch(judged)


def _profile(judged: Judged, *, early: bool) -> str:
    if judged.last:
        key = "end"
    elif early:
        key = "early"
    elif judged.way in {HOLD, YEAR_END} or judged.indicator.measure in {Measure.GROWTH, Measure.FALL, Measure.CLASS}:
        key = "hold"
    else:
        key = "linear" if judged.indicator.profile == LINEAR else "listed"
    return say(judged.language, f"assess.profile.{key}")


def _head(judged: Judged, green: Decimal, *, early: bool) -> str:
    language = judged.language
    words = _words(judged, green) | {"profile": _profile(judged, early=early)}
    if judged.rule == "ceiling" and not early and green != judged.target and not is_approximate(judged.indicator):
        return say(language, "assess.head.ceiling", **words)
    strict = judged.bounds.done_strict if early else judged.bounds.strict
    if _is_zero(judged, green) and not strict:
        return say(language, "assess.head.zero", **words)
    return say(language, f"assess.head.{_kind(judged)}{'_strict' if strict else ''}", **words)


def _is_zero(judged: Judged, green: Decimal) -> bool:
    return green == 0 and judged.bounds.sense == "less"


def _words(judged: Judged, green: Decimal) -> dict[str, str]:
    language, indicator = judged.language, judged.indicator
    due = quantity(language, indicator, green)
    return {
        "green": say(language, "assess.approx", green=due) if _has_play(judged) else due,
        "target": quantity(language, indicator, judged.target),
        "actual": quantity(language, indicator, judged.actual),
    }


def _has_play(judged: Judged) -> bool:
    """Say whether green lies below what is due or held: by 左右, a tolerance, or the policy's own slack."""
    slack = {"cumulative_more": judged.policy.cumulative_slack, "held": judged.policy.level_slack}
    return is_approximate(judged.indicator) or (not judged.last and bool(slack.get(judged.rule)))


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
    side = "within" if judged.status is Status.AT_RISK else "beyond"
    key, threshold = _threshold(judged)
    words = {"threshold": plain(threshold), "amber": quantity(judged.language, judged.indicator, amber)}
    return say(judged.language, f"assess.{side}.{key}", **words)


def _threshold(judged: Judged) -> tuple[str, Decimal]:
    policy = judged.policy
    shares = {
        "cumulative_more": policy.cumulative_more,
        "cumulative_less": policy.cumulative_less,
        "path": policy.path_share,
        "held": policy.level_points if in_points(judged.indicator.unit) else policy.level_share,
        "fall": Decimal(0),
        "ceiling": Decimal(0),
    }
    by_points = judged.rule == "cumulative_more" and policy.cumulative_points is not None
    sooner = judged.indicator.commitment is Commitment.HARD and policy.hard_share != _WHOLE
    if judged.rule not in shares or _has_play(judged) or by_points or sooner:
        return judged.bounds.sense, Decimal(0)
    key = judged.rule
    if key == "held":
        key = "held_points" if in_points(judged.indicator.unit) else "held_share"
    return key, shares[judged.rule]


def _stretch(judged: Judged) -> str:
    stretch = judged.indicator.stretch
    if stretch is None or not as_good(judged.actual, stretch, judged.bounds.sense):
        return ""
    return say(judged.language, "assess.stretch", stretch=quantity(judged.language, judged.indicator, stretch))
