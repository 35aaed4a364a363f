"""Published sets of thresholds, by the name under which a plan chooses one."""

from decimal import Decimal

from xlreport.model.plans.plan import Plan, Policy

#: What a set does not name is as in the default; at a target's last period the target itself counts
#: in all of them.
POLICIES: dict[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy(name="default"),
        # 天津 2022 分级监测: up to 30 % below is yellow, more is red; growth below the plan is
        # yellow, below 0 red
        Policy(
            name="tianjin-2022",
            cumulative_more=Decimal(70),
            path_share=Decimal(70),
            growth_floor=Decimal(0),
        ),
        # 三亚 2022 亮牌: below what is due by up to 50 % is yellow, by more red
        Policy(name="sanya-2022", cumulative_more=Decimal(50), path_share=Decimal(50)),
        # 银川 2025 红黄绿灯: 10 to 30 points behind is yellow, more is red; less than 10 it leaves
        # open: here green
        Policy(name="yinchuan-2025", cumulative_slack=Decimal(10), cumulative_points=Decimal(30)),
        # USAID gophr: within 10 points of the goal is green, to 25 behind at risk; standing figures
        # against the whole
        Policy(
            name="usaid-gophr",
            cumulative_slack=Decimal(10),
            cumulative_points=Decimal(25),
            level_slack=Decimal(10),
            level_points=Decimal(25),
            level_share=Decimal(75),
        ),
    )
}


def policy_of(plan: Plan) -> Policy:
    """Return the thresholds that judge a plan: the set that it names, with what it states
    itself.
    """
    named = POLICIES.get(plan.policy.name)
    if named is None:
        return plan.policy
    if plan.policy.model_fields_set <= {"name"}:
        return named
    stated = {field: getattr(plan.policy, field) for field in plan.policy.model_fields_set}
    return named.model_copy(update=stated)


def with_policy(plan: Plan, name: str | None = None) -> Plan:
    """Return the plan with its thresholds written out, or with those of another set; raises
    KeyError for its name.
    """
    policy = policy_of(plan) if name is None else POLICIES[name]
    return plan.model_copy(update={"policy": policy})
