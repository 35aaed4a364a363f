"""What the words around a number make of it: comparator (民法典 第1259条), growth or fall, how firm it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlreport.draft.names.name_lexicon import HARD, STRIVE, any_of
from xlreport.draft.text.text_numbers import Quantity
from xlreport.model.model_words import Commitment
from xlreport.model.plans.plan_draft_types import Wording

_UP = any_of(
    "增长 增加 提高 (?<!改造)(?<!巩固)(?<!质量)(?<!精准)(?<!优化)(?<!整体)提升 上升 上涨 递增 多增 增幅达到 "
    "增速达到 涨幅 增幅 增速 扩大"
)
_DOWN = any_of(
    "下降 降低 减少 压减 削减 压缩 缩减 缩短 压降 下浮 下调 降幅 消减 核减 精简 减轻 再降 (?<!节能)减排 减量"
)
_NO_FALL = "下起升沉空霜"
"""With one of these before it 降 is no fall of a figure: 航班起降, 升降机."""
_TO_UP = (
    f"(?:{_UP}|发展|上调|恢复|拓展|扩展|延伸|推广|扩面|壮大|提标|调整|增|升|最高|最低)(?:到|至|为)"
)
_REMEMBERED = 1024
"""Predicates that are read once."""
_TIMES = "(?:是|达到|相当于|为)(?:去年|上年|前年|(?:20|19)\\d\\d年)(?:同期)?的"
_TO_DOWN = f"(?:{_DOWN}|控制|回落|降|缩小|缩|压|减)(?:到|至|为)"
_HOLD = "(?:控制|稳定|保持|维持|锁定|限制|管控|稳|压控)(?:在|住在|为)"
_AT_LEAST = any_of("不低于 不少于 不小于 不下于 至少 最少 达到 达 不少於")
_ABOVE = any_of(
    "高于全国平均 高于全省平均 高于全市平均 高于全国平均水平 高于全省平均水平 高于全市平均水平 高于全国 高于全省 高于全市 超过 突破 超 高于 跨越 迈过 迈上 跃上 跨上 大于 站上 冲破 越过 迈入 跨过 再破 逾 超出 破"
)
_AT_MOST = any_of("不超过 不高于 不多于 不突破 至多 最多 不得超过 不大于 严控在")
_BELOW = any_of("低于 小于 少于 不足 不到 不满")
_NEAR = any_of("约 近 接近 将近 大约 接近于")
_OTHER = any_of(
    "按可比价格计算 按可比价计算 按可比价格 按可比价 按可比口径 可比口径 "
    "同比 同口径 比上年 比去年 较上年 较去年 年均 分别 预期 预计 再 累计 实现 完成 全年 力争 确保 "
    "争取 努力 都 总共 共 全部 可比 进一步 继续 将 要 整体 总体 同步 各 稳定 保持 占到 占 拟 "
    "目标设定为 设定为 设定在 目标确定为 确定为 目标定为 定为 目标定在 定在 拟安排 安排 计划 拟按 可望 力保 净 有望 稳步 平均 均"
)
_ALONE = rf"(?<![新净])增|(?<![{_NO_FALL}])降|(?<![核裁节增])减|翻|(?<=[率比例重额值度量幅标])为|(?<![通经超渡走])过$"
_WORDS = (
    _TIMES,
    _TO_UP,
    _TO_DOWN,
    _HOLD,
    _AT_LEAST,
    _ABOVE,
    _AT_MOST,
    _BELOW,
    _NEAR,
    _UP,
    _DOWN,
    _OTHER,
    _ALONE,
)
_WORD = "|".join(_WORDS)
_PREDICATE = re.compile(f"(?:(?<![人户亩日月年生])|(?<=[人户亩日月年生])(?!均))(?:{_WORD})+$")
"""同比增长, 力争达到, 控制在: all words in a row that end where the number begins; 年均 of 人均, 户均 is none."""
_SAYING_WORDS = (
    _TO_UP,
    _TO_DOWN,
    _HOLD,
    _AT_LEAST,
    _ABOVE,
    _AT_MOST,
    _BELOW,
    _UP,
    _DOWN,
    "稳定|保持|占|为|增$|降$|减$|过$|翻$",
)
_SAYING = re.compile("|".join(_SAYING_WORDS))
_PER = re.compile(
    r"(?:每(?:人|户|亩|年|月|天|班|车|村|个|生|头|只|平方公里|公里|万人|千人|百人|公顷)){1,2}$|(?:年|月)?(?:人均|户均|生均)$|每[人户亩]?每[年月]$"
)
"""每人每月, 人均."""
_RIGHT = re.compile(
    r"(?P<more>及?以上|之上)|(?P<less>以内|以下|之内|之下|内(?=[，。；、！]|$))|(?P<near>左右|上下)|(?P<goal>(?:的)?(?:大关|关口))"
)
"""(5%)以上, (4%)以内, (10%)左右, (千亿元)大关."""
_FALL_ONLY = re.compile(f"(?:{_DOWN}|(?<![{_NO_FALL}])降|减)(?!(?:到|至|为))")
"""下降(5%), not 降到(5%)."""
_REACH = 24
"""Characters before a number that may belong to its predicate."""
_CUES_BEGIN = HARD.words.keys() | STRIVE.words.keys()
#: a clause that begins with a verb of its own is no longer under the cue before it
_FRESH = re.compile(
    "(?:并|再|还要|要|全面|大力|积极|深入|扎实|加快|稳步|持续|继续)?(?:新建|改建|新改建|建设|实施|推进|推动|加快|开展|新增|改造|建成|开工|启动|打造|培育|引进|"
    "支持|深化|落实|健全|完善|加强|加大|扩大|发展|结束|促进|发挥|着力|着重|统筹|强化|优化|巩固|构建|鼓励|组织|提升|提高)"
)


@dataclass(frozen=True, slots=True)
class Qualified:
    """A number with the words that qualify it."""

    start: int
    """Where its predicate begins: 增长, 控制在, 达到."""
    end: int
    """After 以上, 左右."""
    predicate: str
    per: str
    after: str
    """以上, 左右, 以内."""
    comparator: Wording
    growth: bool
    fall: bool
    """下降N, not 降到N."""
    delta: bool
    """A change in units: 提高1500元, 提高2个百分点."""
    points: bool
    """The unit is 个百分点."""
    holds: bool
    """稳定在, 保持在."""
    says: bool
    """Whether the predicate says what is to happen (增长, 达到, 控制在), not only when or that it is done."""


def qualify(flat: str, floor: int, quantity: Quantity, ceiling: int) -> Qualified:
    """Read the words next to a number, not beyond `floor` and `ceiling`."""
    left = flat[max(floor, quantity.start - _REACH) : quantity.start]
    per = _PER.search(left)
    per_words = per[0] if per else ""
    match = _PREDICATE.search(left.removesuffix(per_words))
    right = _RIGHT.match(flat, quantity.end, ceiling)
    after = right[0] if right else ""
    return qualified_by(quantity, match[0] if match else "", per_words, after)


def qualified_by(quantity: Quantity, predicate: str, per: str, after: str) -> Qualified:
    """Qualify a number by a predicate before it and 以上, 左右, … after it, wherever these are printed."""
    right = _RIGHT.fullmatch(after) if after else None
    kind = right.lastgroup if right and right.lastgroup else ""
    rate = quantity.unit[:1] in {"%", "‰"}
    multiple = quantity.unit in {"倍", "番"}
    told = _told_by(predicate)
    return Qualified(
        quantity.start - len(predicate) - len(per),
        quantity.end + len(after),
        predicate,
        per,
        after,
        _comparator(quantity, told, kind, multiple=multiple),
        growth=multiple or (told.up and rate) or told.rate,
        fall=told.fall and (rate or quantity.unit == "成"),
        delta=(told.up or told.fall) and not rate and not multiple,
        points=quantity.unit.endswith("百分点"),
        holds=told.holds,
        says=told.says,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Predicate:
    """What a predicate says whatever its number is."""

    fall: bool
    up: bool
    rate: bool
    """It names a rate: 涨幅."""
    holds: bool
    says: bool
    wording: Wording | None
    """Of the first bound in it; None where it has none."""


@lru_cache(_REMEMBERED)
def _told_by(predicate: str) -> _Predicate:
    """Read a predicate: 增长, 控制在, 达到; a report has a few dozen of them, again and again."""
    fall = bool(_FALL_ONLY.search(predicate)) and not re.search(_TO_DOWN, predicate)
    up = bool(re.search(_UP, predicate) or re.search(r"(?<![新净])增$", predicate))
    up = up and not re.search(_TO_UP, predicate) and not fall
    return _Predicate(
        fall=fall,
        up=up,
        rate=bool(re.search("涨幅|增幅|增速", predicate)),
        holds=bool(re.search(_HOLD + "|稳定|保持", predicate)),
        says=bool(_SAYING.search(predicate)),
        wording=_wording(predicate, growing=up),
    )


def _wording(predicate: str, *, growing: bool) -> Wording | None:
    """Return the first bound that a predicate has; 超过 of what grows is none."""
    tests: tuple[tuple[str, Wording], ...] = (
        (_AT_MOST, "le"),
        (_AT_LEAST.replace("达到|", "").replace("|达", ""), "ge"),
        (_BELOW, "lt"),
        (_ABOVE + "|过$", "gt"),
        (_NEAR + "$", "approx"),
        (_TO_DOWN, "le"),
        ("(?:控制|限制|管控|压控)(?:在|住在|为)", "le"),
        ("达到|达", "ge"),
    )
    for pattern, comparator in tests:
        if re.search(pattern, predicate) and not (
            comparator == "gt" and predicate.endswith("过") and growing
        ):
            return comparator
    return None


def _comparator(quantity: Quantity, told: _Predicate, after: str, *, multiple: bool) -> Wording:
    if quantity.high is not None:
        return "range"
    if multiple:
        return "multiple_ge"
    if told.fall and after != "less":
        return "decrease_ge"
    if after:
        return {"more": "ge", "less": "le", "near": "approx", "goal": "gt"}[after]  # type: ignore[return-value]
    if told.wording is not None:
        return told.wording
    if quantity.printed == "100" and quantity.unit == "%" and not told.up:
        return "ge"
    return "eq"


def commitment_at(flat: str, start: int, position: int) -> Commitment:
    """Say how firmly the number at a position is promised by the sentence that begins at `start`.

    A cue reaches to the next 。or ；, or to a clause that begins with a verb of its own; the nearest cue counts,
    but of two in one clause 确保 does (确保…争取 is hard).
    """
    start = max(start, flat.rfind("；", start, position) + 1)
    clauses = re.split("，|：", flat[start:position])
    promised = Commitment.PLAIN
    for clause in clauses:
        pieces = clause.split("、")
        if _FRESH.match(clause):
            promised = Commitment.PLAIN
        for piece in pieces:
            cues = set(_cues(piece))
            if cues:
                promised = Commitment.HARD if Commitment.HARD in cues else Commitment.STRIVE
    return promised


def _cues(words: str) -> Iterator[Commitment]:
    """Yield the cues of words from left to right: 确保, 力争."""
    at = 0 if not _CUES_BEGIN.isdisjoint(words) else len(words)
    while at < len(words):
        told = ((HARD.end(words, at), Commitment.HARD), (STRIVE.end(words, at), Commitment.STRIVE))
        stop, cue = next((one for one in told if one[0] > at), (at + 1, None))
        if cue:
            yield cue
        at = stop
