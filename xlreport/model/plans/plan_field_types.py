"""The texts and codes of a plan, as they may be written."""

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from xlreport.model.model_base import unfit


def _seen(text: str) -> str:
    """Refuse characters that nobody sees and that no cell of a workbook holds."""
    if not text.isprintable() and any(
        (c < " " and c not in "\t\n") or c in "\ufffe\uffff" for c in text
    ):
        raise unfit("control_characters", "text without control characters")
    return text


Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,23}$")]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_seen),
]
PlanText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(_seen)
]
Figure = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40),
    AfterValidator(_seen),
]
LanguageName = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
"""The folder of a language in messages; which there are is asked where a plan is read."""
Since = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?$")]
ParentKind = Literal["same", "part"]
