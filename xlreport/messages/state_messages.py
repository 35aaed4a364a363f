"""A milestone's state in words: what only has to be advanced (推进) reaches the year's progress,
and anything else is done.
"""

from xlreport.messages import say
from xlreport.model.plans.plan import Action, Milestone, Plan
from xlreport.model.plans.plan_form_types import STATES


def state_word(language: str, state: str, milestone: Milestone) -> str:
    """Return a state as it stands in a milestone's row."""
    reached = state == "done" and milestone.action is Action.ADVANCE
    return say(language, "state.year_reached" if reached else f"state.{state}")


def shown_state(plan: Plan, code: str, told: str) -> str:
    """Return the word of a state as the row of that code has it; a figure, or nothing, as it is."""
    milestone = next((one for one in plan.milestone if one.code == code), None)
    if milestone and told in STATES:
        return state_word(plan.language, told, milestone)
    return told


def state_words(language: str) -> dict[str, str]:
    """Return the words of the drop-downs with the state that each says."""
    return {say(language, f"state.{state}"): state for state in STATES} | {
        say(language, "state.year_reached"): "done"
    }
