"""Why a light: one sentence with its numbers, its profile and its threshold."""

from dataclasses import dataclass
from decimal import Decimal

from xlreport.assess.judgement_comparison import is_approximate, is_strict
from xlreport.assess.judgement_lights import TwoBounds, as_good, same
from xlreport.assess.judgement_rules import AtRisk, Rule
from xlreport.assess.judgement_schedule import HOLD, LINEAR, YEAR_END
from xlreport.assess.reasons.reason_figures import (
    difference,
    enough_decimals,
    plain_figure,
    quantity,
)
from xlreport.messages import say
from xlreport.messages.calendar_words import day_name
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Commitment, Indicator, Measure, Plan, Policy

_LONGEST = 40
_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One judged figure, as its sentence needs it."""

    indicator: Indicator
    plan: Plan
    policy: Policy
    period: Period
    rule: Rule
    way: str
    last: bool
    """Whether the period is the target's last."""
    target: Decimal
    goal: Decimal
    """The target, moved by 左右."""
    baseline: Decimal | None
    actual: Decimal
    bounds: TwoBounds
    status: Status
    late: bool
    """Whether the target was missed on its own due date, and is met now."""

    @property
    def language(self) -> str:
        """The plan's language."""
        return self.plan.language

    @property
    def decimals(self) -> int:
        """How many decimals make its numbers differ where they do."""
        said = (self.actual, self.bounds.green, self.bounds.done, self.bounds.amber, self.baseline)
        return enough_decimals(
            self.indicator, self.goal, *(number for number in said if number is not None)
        )


def shortened_words(words: str) -> str:
    """Return words as a part of a sentence: one line, at most 40 characters."""
    line = " ".join(words.split())
    if len(line) <= _LONGEST:
        return line
    return line[: _LONGEST - 1] + "…"


def whole_reason(language: str, why: str, pace: str, period: Period, last: Status | None) -> str:
    """Return the one sentence that explains a light: its numbers, the pace needed from now on, the
    light before.

    Args:
        language: of the sentence.
        why: the numbers, in words.
        pace: what is needed from now on; empty where nothing is.
        period: at whose end.
        last: the light of the period before, where it is known.
    """
    words = [why, pace] if pace else [why]
    if last is not None:
        words.append(
            say(language, f"assess.last.{period.kind}", status=say(language, f"status.{last}"))
        )
    return say(language, "assess.joint").join(words)


def reason(judged: Judged) -> str:
    """Return why: 「序时应达50%，实达38%，落后12个百分点，不足应达的80%」."""
    if speaks_of_limit(judged):
        return limit_reason(judged)
    early, green = _is_early(judged), measured_from(judged)
    if green is None:
        return waiting_reason(judged)
    return (
        _head(judged, green, early=early)
        + _gap(judged, green)
        + _outcome(judged, early=early)
        + _stretch(judged)
    )


def measured_from(judged: Judged) -> Decimal | None:
    """Return the bound that the sentence names, from which the distance is measured.

    The limit where it speaks of one, the whole target where that is reached early, else what is
    due; None while nothing is.
    """
    if speaks_of_limit(judged):
        return judged.goal
    if _is_early(judged):
        return judged.bounds.done
    return judged.bounds.green


def _is_early(judged: Judged) -> bool:
    """Say whether the whole target is reached before its last period."""
    return not judged.last and (
        judged.status is Status.COMPLETED
        or (judged.bounds.green is None and judged.status is Status.ON_TRACK)
    )


def _profile(judged: Judged, *, early: bool) -> str:
    standing = {Measure.GROWTH, Measure.FALL, Measure.CLASS}
    if judged.last:
        key = "end"
    elif early:
        key = "early"
    elif judged.way in {HOLD, YEAR_END} or judged.indicator.measure in standing:
        key = "hold"
    else:
        key = "linear" if judged.indicator.profile == LINEAR else "listed"
    due = judged.indicator.due
    if due is None or key in {"linear", "listed"}:
        return say(judged.language, f"assess.profile.{key}")
    return say(judged.language, "assess.profile.due", deadline=day_name(judged.language, due))


def _head(judged: Judged, green: Decimal, *, early: bool) -> str:
    due, actual = quantity_of(judged, green), quantity_of(judged, judged.actual)
    if is_approximate(judged.indicator) or (not early and _has_slack(judged)):
        due = say(judged.language, "assess.approx", green=due)
    strict = judged.bounds.done_strict if early else judged.bounds.strict
    if strict:
        kind = f"{wording_kind(judged)}_strict"
    elif green == 0 and judged.bounds.sense == "less":
        kind = "zero"
    else:
        kind = wording_kind(judged)
    return say(
        judged.language,
        f"assess.head.{kind}",
        profile=_profile(judged, early=early),
        green=due,
        actual=actual,
    )


def _has_slack(judged: Judged) -> bool:
    """Say whether green lies below what is due or held by the policy's own slack; the whole target
    has none, early or at the end.
    """
    slack = judged.rule.slack
    return bool(slack) and not judged.last and bool(getattr(judged.policy, slack))


def _has_play(judged: Judged) -> bool:
    """Say whether green lies below what is due or held: by 左右, a tolerance, or slack."""
    return _has_slack(judged) or is_approximate(judged.indicator)


def _gap(judged: Judged, green: Decimal) -> str:
    if same(judged.actual, green):
        return ""
    side = "ahead" if as_good(judged.actual, green, judged.bounds.sense) else "behind"
    gap = difference_of(judged, judged.actual - green)
    return say(judged.language, f"assess.gap.{wording_kind(judged)}_{side}", gap=gap)


def _outcome(judged: Judged, *, early: bool) -> str:
    language = judged.language
    if judged.status is Status.COMPLETED:
        due = judged.indicator.due
        if judged.late and due is not None:
            return say(language, "assess.outcome.late", deadline=day_name(language, due))
        return say(language, f"assess.outcome.{'early' if early else 'completed'}")
    if early:
        return say(language, "assess.outcome.reached")
    if judged.last:
        return say(language, "assess.outcome.missed")
    amber = judged.bounds.amber
    if (
        judged.status is Status.ON_TRACK
        or amber is None
        or same(amber, judged.bounds.green or amber)
    ):
        return ""
    side, line = "within" if judged.status is Status.AT_RISK else "beyond", _at_risk(judged)
    if line is None:
        amber_words = quantity_of(judged, amber)
        return say(language, f"assess.{side}.{judged.bounds.sense}", amber=amber_words)
    threshold = getattr(judged.policy, line.threshold) if line.threshold else Decimal(0)
    return say(language, f"assess.{side}.{line.key}", threshold=plain_figure(threshold))


def _at_risk(judged: Judged) -> AtRisk | None:
    """Return what the at-risk line is called; None: its number, where several have moved it."""
    by_points = judged.rule.slack == "cumulative_slack" and (
        judged.policy.cumulative_points is not None
    )
    sooner = judged.indicator.commitment is Commitment.HARD and judged.policy.hard_share != _WHOLE
    if judged.rule.at_risk is None or _has_play(judged) or by_points or sooner:
        return None
    return judged.rule.at_risk(judged.indicator)


def _stretch(judged: Judged) -> str:
    stretch = judged.indicator.stretch
    if stretch is None or not as_good(judged.actual, stretch, judged.bounds.sense):
        return ""
    return say(judged.language, "assess.stretch", stretch=quantity_of(judged, stretch))


def quantity_of(judged: Judged, number: Decimal) -> str:
    """Return a value with its unit, with the decimals that make the sentence's numbers differ."""
    return quantity(judged.language, judged.indicator, number, judged.decimals)


def difference_of(judged: Judged, number: Decimal) -> str:
    """Return the size of a difference with its unit, likewise."""
    return difference(judged.language, judged.indicator, number, judged.decimals)


def wording_kind(judged: Judged) -> str:
    """Return how the words compare: more, less or class."""
    if judged.indicator.measure is Measure.CLASS:
        return "class"
    return judged.bounds.sense


def waiting_reason(judged: Judged) -> str:
    """Return why, where nothing is due yet: not the time to judge, worse than last year, or of the
    wrong sign.
    """
    language, due, bounds = judged.language, judged.indicator.due, judged.bounds
    words = {
        "target": quantity_of(judged, judged.goal),
        "actual": quantity_of(judged, judged.actual),
        "when": say(language, "assess.waiting.year_end")
        if due is None
        else say(language, "assess.waiting.due", deadline=day_name(language, due)),
    }
    if judged.status is Status.AT_RISK and bounds.waits is not None:
        last_year = quantity_of(judged, bounds.waits)
        return say(
            language, f"assess.waiting.worse_{wording_kind(judged)}", baseline=last_year, **words
        )
    if judged.status is Status.OFF_TRACK and bounds.amber is not None:
        key = f"{judged.rule.name}_sign" if bounds.amber == 0 else "below"
        return say(
            language, f"assess.waiting.{key}", amber=quantity_of(judged, bounds.amber), **words
        )
    key = "not_due" if judged.way == YEAR_END else "nothing_due"
    return say(language, f"assess.waiting.{key}", **words)


def speaks_of_limit(judged: Judged) -> bool:
    """Say whether the figure is told by its limit: a ceiling before its last period, or a figure
    beyond the year's limit.

    A ceiling that waits for the year's end and is worse than last year is told by last year's.
    """
    if judged.last or judged.bounds.sense != "less":
        return False
    if judged.status in {Status.COMPLETED, Status.NOT_DUE}:
        return False
    green = judged.bounds.green
    if green is None and judged.status is Status.AT_RISK:
        return False
    if judged.rule.is_limit:
        return green is None or not same(green, judged.goal)
    if judged.goal == 0 and green is not None:
        return False
    beyond = not as_good(judged.actual, judged.goal, "less", strict=is_strict(judged.indicator))
    if judged.rule.from_baseline:
        return beyond and green is None
    return beyond and judged.rule.floor is not None


def limit_reason(judged: Judged) -> str:
    """Return why: 「上限5.5%，实为5.6%，超过上限0.1个百分点」."""
    language, limit = judged.language, quantity_of(judged, judged.goal)
    if is_approximate(judged.indicator):
        limit = say(language, "assess.approx", green=limit)
    strict = is_strict(judged.indicator)
    head = say(
        language,
        f"assess.limit.{'head_strict' if strict else 'head'}",
        limit=limit,
        actual=quantity_of(judged, judged.actual),
    )
    gap = difference_of(judged, judged.actual - judged.goal)
    if same(judged.actual, judged.goal):
        head += say(language, "assess.limit.at")
    else:
        side = "below" if as_good(judged.actual, judged.goal, "less") else "above"
        head += say(language, f"assess.limit.{side}", gap=gap)
    green = judged.bounds.green
    if judged.status is not Status.AT_RISK or green is None:
        return head
    return head + say(language, "assess.limit.near", green=quantity_of(judged, green))
