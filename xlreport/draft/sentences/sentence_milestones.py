"""Named things to be started, built, put into operation, finished or launched in the year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlreport.draft.names.drafted_names import clean, name_with_head
from xlreport.draft.names.name_lexicon import HARD, STRIVE, any_of
from xlreport.draft.sentences.sentence_due_months import WHEN, month_of
from xlreport.draft.text.text_clauses import clause_before, clause_of
from xlreport.draft.text.text_late_patterns import LatePattern
from xlreport.draft.text.text_word_lists import word_list
from xlreport.model.model_words import Action

_ACTIONS: tuple[tuple[Action, str], ...] = (
    (
        Action.OPERATE,
        any_of(
            "建成投产 建成投用 建成投运 建成通车 建成使用 建成运营 竣工投产 投产 投用 投运 投入使用 投入运营 "
            "通车 通航 投产达效 并网发电 开通运营 开通 下闸蓄水 封关运营 封区运营 试运行 开馆 开园 开诊 开学 "
            "布展开放"
        ),
    ),
    (
        Action.BUILD,
        any_of(
            "全面建成 基本建成 建成 竣工 完工 建好 建好建强 建强建好 主体完工 全面完工 全部完工"
        ),
    ),
    (
        Action.START,
        any_of(
            "开工建设 全面开工 全面开工建设 全线开工 全线开工建设 全部开工 开工 动工 启动建设 动工建设"
        ),
    ),
    (Action.FINISH, any_of("全面完成 全面完成好 完成好 完成")),
    (Action.LAUNCH, any_of("全面启动 启动实施 启动")),
)
# any verb of the table above
_ANY_ACTION = re.compile("|".join(verbs for _, verbs in _ACTIONS))
_THING = any_of(
    "机场 航站楼 航站区 铁路 高铁 公路 高速公路 高等级公路 快速路 快速通道 国道 省道 大道 大桥 桥 路 "
    "隧道 水库 水电站 电站 枢纽 水利枢纽 灌区 渠 管道 管网 工程 项目 医院 学校 中学 小学 幼儿园 校区 "
    "学院 大学 博物馆 美术馆 图书馆 文化馆 科技馆 体育馆 展览馆 馆 体育场 中心 艺术中心 园区 产业园 "
    "示范园 公园 广场 市场 基地 厂 水厂 污水处理厂 生产线 变电站 输变电工程 电网 线路 港口 码头 口岸 "
    "火车站 客运站 车站 站 棚改 安置区 安置小区 小区 综合体 酒店 景区 大厦 研究院 实验室 平台 "
    "综合管廊 风电 光伏 堤防 河道 湿地 绿道 楼 区 院 城 湖 河 塔 线 普查 规划 确权 创建 评估 组建 "
    "重组 改造 整治 建设 升级改造 组建重组 编制 改革 试点 划定 二期 一期 三期 延伸段"
)
# a name that ends in a thing to build: 某水库工程
_THING_END = re.compile(_THING + "(?:项目|工程|建设|前期工作|主体工程|改造|提升|任务|工作)*$")
# a name that is no project of its own: 一批重点项目
_GENERAL = re.compile(
    "^(?:[两三四五六七八九十]个|的|最大的|生产|加工|销售|建强|做强|一期|二期|三期|签约|在建|续建|新建|配套|前期|储备|标志性|骨干|基础设施|产业|投资|民生|尽快|早日|如期|一批|各类|各项|重点|重大|相关|所有|全部|全年|年度|新一轮|一系列|基本|主要|年内|既定|目标|其他|本年度|省|市|国家|上级|各级)*(?:项目|工程|任务|改革|规划|建设|试点|工作|平台|改造|整治|创建|评估|中心|基地)*$"
)
# what is followed elsewhere, or by nobody
_NOT_OURS = re.compile(
    "十[一二三四五六七八九]五”?规划|维稳|反分裂|宗教|寺|扫黑|打非|法会|僧|国防|军|武警|党的|党建|主题教育|巡视|巡察"
)
# what cannot be finished: 体系, 格局
_SLOGAN = re.compile(
    "体系|机制|制度(?!改革)|格局|任务|目标|战略|事业|意识|能力|阶段|时代|征程|社会(?!福利|救助|组织|保险|保障|养老)|^一批|^一系列"
)
_SHORT_THING = LatePattern(
    "(?:[^各该本]馆|[^医学法研]院|水厂|[^车]站|幼儿园|[^大]桥|学校)$",
    "院 站 学校 桥 幼儿园 馆 水厂",
)
"""文化馆, 福利院, 第二水厂: three characters are a thing; 项目 and 工程 need more."""
_PUSHED = re.compile(
    "(?:全力|大力|强力|统筹|扎实|积极|继续)?(?:加快推进|加快建设|加快实施|持续推进|加快|推进|抓好|抓紧|推动|加速|续建)(?P<things>.{4,}?)(?:建设|实施)?(?:进度|步伐)?"
)
"""加快…建设，确保10月底前投产: the thing stands in the clause before."""
# roads, railways and the like, whose ends stand before the name
_WAYS = re.compile("(?:高铁|铁路|高速|高速公路|公路|机场|大桥|水库|电站)$")


_UNNAMED = re.sub(r"\?P<\w+>", "?:", WHEN)
"""A date without the names of its groups."""
# when it is due, without naming a month
_WHEN = re.compile(WHEN)
_AHEAD = word_list(
    "年底前 年底 年内 今年 全面 加快 尽快 抓紧 配合 陆续 如期 按期 提前 推动 推进 有序 、 并 和 于 在 下半年 基本 合力 继续 及早"
)
"""What may stand before the verb of a milestone."""
# words at the beginning or end of a name that are none of it: 全线, 年底前
_AT_AN_END = re.compile(
    f"^(?:主体|全线|全面|全部)|(?:全线|全面|主体|全部|等|{_UNNAMED}|(?:于|在)?(?:年底|年内)前?)+$"
)
# a cost before the name: 总投资3.5亿元的
_COST = re.compile(
    r"^(?:[^，。、]{0,6}投资|总投资|新增投资)[\d.,]+[百千万亿]*(?:余|多)?元(?:以上)?的?"
)
_COUNTS = re.compile(r"\d+(?:[多余]?[个条座项所处家套栋台]|公里)")
"""(建成)5条长20公里的绿道: how many of them, which is an indicator."""
# its size before the name, in a list of its own: 长120公里、宽8米的
_SIZES = re.compile(
    r"(?:、?(?:全长|总?长|均?宽|高|深)度?(?:约|达)?\d[\d.]*(?:公里|千米|厘米|米))+的"
)
# 等 before the noun that all have: 甲路、乙路等道路
_TOLD_TWICE = re.compile("等(?=(?:重大|重点|一批)?(?:基础设施)?(?:项目|工程|线路|道路)$)")
# the noun that all names may end in
_PLAIN_HEAD = re.compile("(?:项目|工程|建设)$")
# an item that is a thing by itself: 配套设施
_A_THING = re.compile("(?:设施|系统|装置|设备|体系|配套)$")
_SHORT_NAME = 3
_KEPT = re.compile("^(?:和|、|并)?(?:用好|管好|护好|维护好)|(?:用好|管好)$")
"""建好用好 is said of what is there."""


@dataclass(frozen=True, slots=True)
class Named:
    """One milestone in a sentence."""

    name: str
    action: Action
    start: int
    end: int
    confidence: int
    due_month: int


def milestones(
    flat: str, start: int, end: int, counted: tuple[tuple[int, int], ...]
) -> Iterator[Named]:
    """Yield the milestones of a sentence; what a number counts (`counted` spans) is an indicator already."""
    place = start if _ANY_ACTION.search(flat, start, end) else end
    while place < end:
        floor, ceiling = clause_of(flat, place, start, end)
        if ceiling > floor:
            yield from _of_clause(flat, start, (floor, ceiling), counted)
        place = max(ceiling, place) + 1


def _of_clause(
    flat: str, start: int, span: tuple[int, int], counted: tuple[tuple[int, int], ...]
) -> Iterator[Named]:
    floor, ceiling = span
    clause = flat[floor:ceiling]
    if not _ANY_ACTION.search(clause) or _NOT_OURS.search(clause):
        return
    for action, verbs in _ACTIONS:
        for match in re.finditer(verbs, clause):
            behind, before = clause[match.end() :], clause[: match.start()]
            first = _first_words(before)
            if len(behind) >= 3 and first:
                begin, words = floor + match.end(), behind
            elif len(behind) < 3 and not first:
                begin, words = floor, before
            elif len(behind) < 3 and (pushed := _pushed(flat, start, floor)):
                begin, words = pushed
            else:
                continue
            if not _KEPT.search(words):
                month = month_of(clause, clause_before(flat, start, floor))
                yield from _items(begin, words, action, month, counted)
            return


def _pushed(flat: str, start: int, floor: int) -> tuple[int, str] | None:
    """Return where the things begin that the clause before pushes on, and their words; None where it names none."""
    before = clause_before(flat, start, floor)
    found = _PUSHED.fullmatch(before)
    if found is None or _ANY_ACTION.search(before) or _NOT_OURS.search(before):
        return None
    return floor - 1 - len(before) + found.start("things"), found["things"]


def _first_words(before: str) -> bool:
    """Say whether nothing but cues, dates and adverbs stands before a verb."""
    at = 0
    while at < len(before):
        when = _WHEN.match(before, at)
        stop = when.end() if when else at
        for told in (HARD, STRIVE, _AHEAD):
            stop = stop if stop > at else told.end(before, at)
        if stop == at:
            return False
        at = stop
    return True


def _lent(head: str, item: str) -> str:
    """Return what a list's last thing lends to an item: all its head (…改造, …隧道工程), of one that is a thing
    already no more than 项目 or 建设 (充电设施建设, never 充电设施管网改造).
    """
    plain = _PLAIN_HEAD.search(head) if _A_THING.search(item) else None
    return plain[0] if plain else head


def _parted(parts: list[str]) -> Iterator[str]:
    """Yield the things of a list: 西安东站和府谷、定边机场 are three, 府谷 has the last one's head."""
    for part in parts[:-1]:
        first, joined, second = part.partition("和")
        if (
            joined
            and _THING_END.search(first)
            and not _THING_END.search(second)
            and len(second) > 1
        ):
            yield from (first, second)
        else:
            yield part
    yield parts[-1]


def _items(
    begin: int, words: str, action: Action, month: int, counted: tuple[tuple[int, int], ...]
) -> Iterator[Named]:
    if sized := _SIZES.match(words):
        begin, words = begin + sized.end(), words[sized.end() :]
    parts = words.split("、")
    several = re.search("等[^、]{0,8}$", parts[-1])
    if several and "和" in parts[-1]:
        # A、B和C等项目: the last two are two
        parts = [*parts[:-1], *parts[-1].split("和", 1)]
    parts = list(_parted(parts))
    last = _THING_END.search(_AT_AN_END.sub("", parts[-1]))
    place = begin
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        span = (place, place + len(part))
        place = span[1] + 1
        if any(first < span[1] and span[0] < stop for first, stop in counted):
            continue
        name = clean(_COST.sub("", re.sub(f"^{_UNNAMED}", "", _AT_AN_END.sub("", part))))
        name = _TOLD_TWICE.sub("", name)
        alone = len(name) == _SHORT_NAME and bool(_SHORT_THING.search(name))
        way = _WAYS.search(following)
        if way and len(name) == way.start() <= _SHORT_NAME:
            name += way[0]
        if not _THING_END.search(name) and last and last.start() > 0 and len(name) > 1:
            name = name_with_head(name, _lent(last[0], name))
        if (
            (len(name) <= _SHORT_NAME and not alone)
            or not _THING_END.search(name)
            or _GENERAL.match(name)
            or _COUNTS.match(name)
        ):
            continue
        firm = action in {Action.START, Action.BUILD, Action.OPERATE}
        sure = 85 if firm and not _SLOGAN.search(name) else (70 if not _SLOGAN.search(name) else 40)
        yield Named(name, action, begin if len(parts) == 1 else span[0], span[1], sure, month)
