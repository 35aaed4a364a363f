"""What the summary says of correcting a figure in it: what follows, and what does not."""

from xlreport.messages import say
from xlreport.model.judged.judged_summary import Summary
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry
from xlreport.workbook.summary_book.words.summary_count_words import counts_follow, is_live
from xlreport.workbook.summary_book.words.summary_link_words import follows


def correction_words(summary: Summary) -> dict[str, CellEntry]:
    """Return the sentences above the sheets of targets and on the legend, as `correct.…`.

    A long summary has values in place of formulas, sheet by sheet: no sentence says more than is
    kept.
    """
    language = summary.plan.language
    extent = "none"
    if is_live(summary):
        extent = "all" if follows(summary) else "rows"
    words: dict[str, CellEntry] = {
        f"correct.{kind}": say(language, f"correct.{kind}_{extent}")
        for kind in ("indicator", "milestone")
    }
    words["correct.head"] = "" if extent == "none" else say(language, "correct.head")
    words["correct.legend"] = _legend(summary)
    return words


def _legend(summary: Summary) -> str:
    language = summary.plan.language
    if not is_live(summary):
        return say(language, "correct.legend_none")
    counted = counts_follow(summary)
    fixed = [] if counted else [say(language, "correct.departments")]
    if not follows(summary):
        fixed.append(say(language, "correct.lists"))
    counts = say(language, f"correct.counts_{'all' if counted else 'overview'}")
    line = say(language, "correct.legend", counts=counts)
    if not fixed:
        return line
    return line + say(language, "correct.fixed", what=say(language, "correct.joint").join(fixed))
