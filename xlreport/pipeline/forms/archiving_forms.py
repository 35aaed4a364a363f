"""All forms of a round in one archive for a portal or a chat group, with a text to paste."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.forms.generating_forms import Generated

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The archive's time says nothing, and the same forms give the same bytes."""


def text_to_paste(plan: Plan, period: Period, made: Sequence[Generated]) -> str:
    """Return what is said to all departments at once: what to fill in, by when, whom to ask, and
    which file is whose.
    """
    language = plan.language
    due = day_label(language, period.return_date(plan.plan.return_days))
    words = {"title": plan.plan.title, "period": period_label(language, period), "due": due}
    lines = [say(language, "paste.head", count=len(made), **words)]
    if plan.plan.contact:
        lines.append(say(language, "paste.contact", contact=plan.plan.contact))
    lines += [
        say(language, "paste.line", department=one.department, file=one.path.name) for one in made
    ]
    return "\n".join(lines) + "\n"


def archive_forms(path: Path, made: Sequence[Generated], text: str, language: str) -> bool:
    """Write one archive of the forms and of the text; say whether anything changed.

    The text stands in it with a byte order mark, so that the Notepad of old Windows reads it.

    Args:
        path: the archive.
        made: the forms.
        text: what is pasted into a message that goes with them.
        language: of the text's file name.
    """
    name = "README.txt" if _is_plain(made) else say(language, "paste.file")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), text.encode("utf-8-sig"))
        for one in made:
            entry = zipfile.ZipInfo(one.path.name, _FIXED_TIME)
            archive.writestr(entry, one.path.read_bytes(), zipfile.ZIP_STORED)
    return write_whole(path, content.getvalue())


def _is_plain(made: Sequence[Generated]) -> bool:
    return all(one.path.name.isascii() for one in made)
