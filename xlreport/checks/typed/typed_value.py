"""What a typed cell is taken to mean: a value, a question, or that there is none."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from xlreport.model.model_quick_values import quickly_made
from xlreport.model.texts.lookalike_texts import one_form
from xlreport.model.texts.short_text_cache import cached

Typed = TypeVar("Typed")

# zero-width characters and marks of direction
_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_QUOTES = "'’‘`´＇\"“”"
# all the ways in which clerks write that there is no figure: 暂无数据, 尚未统计, 数据未出
_NONE = re.compile(
    r"(?:暂|尚|暂时|目前|本期)?(?:无|没有|未有|缺)(?:此项|相关|统计|该项)?(?:数据|数字|数|任务)?"
    r"|(?:暂|尚|暂时)?未(?:统计|公布|发布|核定|产生|开展统计|出数?)(?:数据)?"
    r"|(?:统计局|统计)?(?:统计)?数据?(?:暂|尚)?未(?:出|公布|发布|核定)"
    r"|待(?:统计|公布|发布|核定|定|查)|无法统计|不适用|不详|暂缺|空缺"
    r"|n/?a|null|none|nil|no data|not available|tbd|[-—–―_]+|[/\\]+"
)  # fmt: skip


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[Typed]):
    """One cell as understood; all empty is a blank cell."""

    value: Typed | None = None
    note: str = ""
    """Code of the note that says how it was read; empty where it was typed plainly."""
    question: str = ""
    """Code of the error that stands where no value may be guessed."""
    said_none: bool = False
    """Somebody said that there is no value: 无, —, 未统计."""
    kept: str = ""
    """Words around the figure that belong in the remark: 约, 左右."""
    meant: tuple[str, str] = ("", "")
    """The two things that a question is between, where it is between two."""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return self.value is None and not self.said_none and not self.question


@cached(200)
def plain_text(text: str) -> str:
    """Return a text in ordinary characters, without invisible ones, quotes and white space around
    it.
    """
    bare = _UNSEEN.sub("", one_form(text)).strip()
    return bare.strip(_QUOTES).strip()


@cached(200)
def says_none(text: str) -> bool:
    """Say whether a text means nothing but that there is no value: 无, —, 未统计, n/a."""
    return bool(_NONE.fullmatch(plain_text(text).rstrip("。.").lower()))
