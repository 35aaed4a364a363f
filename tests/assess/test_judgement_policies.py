"""Published sets of thresholds: chosen by name, changed by what a plan states itself, and never out of order."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judgement_policies import POLICIES, policy_of, with_policy
from xlreport.messages import catalogue, languages
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Bounds, Commitment, Plan, Policy
from xlreport.model.returns.accepted_record import Record

ROOT = Path(__file__).resolve().parents[2]
#: The small plan's first indicator is 5万人以上 by elapsed time: 2.5 is due by the end of June.
HALF_YEAR = {
    "default": "2.5 ● · 2.49 ▲ · 1.75 ▲ · 1.74 ■",
    "tianjin-2022": "2.5 ● · 2.49 ▲ · 1.75 ▲ · 1.74 ■",
    "sanya-2022": "2.5 ● · 2.49 ▲ · 1.25 ▲ · 1.24 ■",
    "yinchuan-2025": "2.5 ● · 2 ● · 1.99 ▲ · 1 ▲ · 0.99 ■",
    "usaid-gophr": "2.5 ● · 2 ● · 1.99 ▲ · 1.25 ▲ · 1.24 ■",
}


def _light(plan: Plan, value: str, policy: Policy | None = None) -> Status:
    plain = plan.indicator[0].model_copy(update={"commitment": Commitment.PLAIN})
    record = Record(
        plan=plan.code,
        period=Period.parse("2020-Q2"),
        department="RST",
        kind="indicator",
        code="ZB001",
        value=Decimal(value),
    )
    return judge_indicator(plain, plan, Period.parse("2020-Q2"), record, policy=policy).status


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_each_set_has_its_published_boundaries(name: str, small_plan: Plan) -> None:
    """The same figure under each set, at its exact boundaries."""
    pairs = [pair.split() for pair in HALF_YEAR[name].split(" · ")]
    named = small_plan.model_copy(update={"policy": Policy(name=name)})
    for value, symbol in pairs:
        assert SYMBOLS[_light(named, value)] == symbol
        assert SYMBOLS[_light(small_plan, value, POLICIES[name])] == symbol
        assert SYMBOLS[_light(with_policy(small_plan, name), value)] == symbol


def test_what_a_plan_states_goes_before_the_set_that_it_names(small_plan: Plan) -> None:
    """A plan may choose a set and change one threshold; a name of its own is a set of its own."""
    own = small_plan.model_copy(
        update={"policy": Policy(name="sanya-2022", cumulative_more=Decimal(60))}
    )
    assert policy_of(own).cumulative_more == 60
    assert policy_of(own).path_share == 50
    assert with_policy(with_policy(own)) == with_policy(own)
    ours = small_plan.model_copy(
        update={"policy": Policy(name="本市", cumulative_more=Decimal(80))}
    )
    assert policy_of(ours).cumulative_more == 80
    with pytest.raises(KeyError):
        with_policy(small_plan, "nobody")


def test_a_better_value_never_gets_a_worse_light_under_any_set(small_plan: Plan) -> None:
    """The first law holds whatever the thresholds are, and completed is completed under all of them."""
    order = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.COMPLETED)
    for policy in POLICIES.values():
        lights = [_light(small_plan, str(Decimal(value) / 20), policy) for value in range(-10, 120)]
        assert all(order.index(one) <= order.index(other) for one, other in pairwise(lights))
        assert lights[-1] is Status.COMPLETED


def test_every_threshold_is_asked_by_a_rule_and_can_be_set() -> None:
    """A rule reads it; the plan's workbook has a column for it on the sheet of thresholds and that of
    indicators, with a heading and a prompt in every language; the summary's legend shows it.
    """
    rules = "".join(path.read_text("utf-8") for path in (ROOT / "xlreport/assess").rglob("*.py"))
    legend = (ROOT / "workbook_templates/summary.toml").read_text("utf-8")
    missing = []
    for name in Bounds.model_fields:
        if not re.search(rf"\b{name}\b", rules):
            missing.append(f"no rule asks {name}")
        if f'field = "{name}"' not in legend:
            missing.append(f"{name} is not in the legend")
        keys = (f"plan_{kind}.{name}" for kind in ("column.policy", "column.indicator",
                                                  "prompt.policy"))  # fmt: skip
        missing += [
            f"{language}: {key}" for key in keys for language in languages()
            if key not in catalogue(language)
        ]  # fmt: skip
    assert not missing
