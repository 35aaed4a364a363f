"""Second tests in words: a growth beside the higher plan's, and a rate of progress beside the one
that is required.
"""

from xlreport.messages import say
from xlreport.messages.numbers_in_messages import decimals_shown, number_as_shown, percent_as_shown
from xlreport.model.judged.judged_summary import SummaryRow
from xlreport.model.plans.plan import Indicator


def against_above_text(language: str, row: SummaryRow, indicator: Indicator) -> str:
    """Return by how many points a growth is above or below the higher plan's, and whether that
    keeps up; empty where it is not tested.
    """
    found = row.against_above
    if found is None:
        return ""
    # a fall and a ceiling are better where they are lower: the words say where the figure is
    higher = found.points if row.assessment.sense == "more" else -found.points
    number = number_as_shown(abs(higher), decimals_shown(indicator, higher))
    place = "equal"
    if higher != 0:
        place = "higher" if higher > 0 else "lower"
    points = say(language, f"summary.above_{place}", points=number)
    outcome = "kept" if found.kept else "behind"
    return say(language, f"summary.above_{outcome}", points=points)


def progress_text(language: str, row: SummaryRow) -> str:
    """Return the rate of progress in per cent of the one required, and what is to be done; empty
    where it is not tested.
    """
    if row.progress is None:
        return ""
    percent = percent_as_shown(row.progress.rate).replace("-", "\u2011")  # no line breaks there
    return say(language, f"summary.progress_{row.progress.word}", percent=percent)
