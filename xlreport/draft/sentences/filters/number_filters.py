"""Numbers that are no targets, each with its reason; the first rule that answers names it."""

import re
from collections.abc import Callable

from xlreport.draft.names.name_lexicon import any_of
from xlreport.draft.sentences.filters.filtered_number import Seen
from xlreport.draft.sentences.filters.situation_filters import (
    is_forecast,
    is_means,
    is_past,
    is_situation,
)
from xlreport.draft.sentences.filters.specification_filters import is_specification
from xlreport.draft.text.text_late_patterns import LatePattern

_LATIN = re.compile("[A-Za-z]$")
"""A letter before a number, S5, T1: it is a code."""
_COLONS = ("：", ":", "∶")
_PLUS = ("+", "＋", "×", "&")
_YEAR_DIGITS = re.compile(r"(?:19|20)\d\d$")
"""2031."""
_TIME_LIMIT = re.compile(
    "时限|开办|审批|办理|办结|压缩|缩短|压减|提速|环节|通关|优良|达标天数|寿命|受教育年限|年限|停电|时间|课时|运行|天数"
)
"""What a length of time may limit: 办理时限压缩到3天."""
_TIME_UNITS = frozenset(
    ("年", "个月", "月", "天", "小时", "个小时", "个半小时", "分钟", "日", "秒", "周", "世纪", "工作日", "个工作日",
     "百年", "千年", "周年")
)  # fmt: skip
_ENUMERATED = re.compile(
    any_of(
        "方面 层面 层级 维度 领域 环节 意识 自信 维护 确立 坚持 必须 优先 统筹 导向 转变 关键 要素 问题 "
        "抓手 重点 原则 关系 突破口 着力点 文明 全面 务必 毫不动摇 不动摇 不放松 一体 循环 不愁 保障 确保 "
        "结合 更 加强 提升 强化 聚焦 走 化 手抓 不误 严格 公开 一 阶段 类别 步骤 步 篇章 战略 定位 主线 "
        "支柱 格局 理念 体系 梯队 矛盾 中心任务 字 个字 目标 百年 变局 大局 短板 代表 离不开 认同 不变 "
        "不减 关口 挑战 机遇 特征 结构 重大关系 时代课题 力 角度 时代 家 家人 总 主义 精神 思想 底线 红线 "
        "防线 大国 大优势 优势 安全 时段 季度 手 板块 主体功能 落差 部分 老 新 带头 方针 力度 景区之一 "
        "特色文章"
    )
)
_THINGS_DONE = (
    "民生实事",
    "实事",
    "民生实事项目",
    "实事项目",
    "惠民实事",
    "为民实事",
    "重点民生实事",
)
#: units behind a Chinese numeral that make a name (两江, 三区), no count (一批), or a list (四个方面)
_NAMED = frozenset("线带廊圈区馆院国省强级路网字员方港支部校站")
_VAGUE = frozenset("批次步道部方线岁类种路代国网面片班院")
_LISTED = frozenset("个大种类条项层点道级方件字门位关张步线国省")
_BUILT = LatePattern(
    "(?:建设|打造|建成|新建|培育|建好|创建)[^，。；]{0,12}$", "建设 打造 建成 培育 新建 创建 建好"
)
"""建设(“十大基地”): what is built is counted."""
_PHYSICAL = LatePattern(
    '[“"]?[^，。；“”]{0,6}?(?:基地|园区|产业园|市场|公园|水库|电站|医院|学校|场馆)',
    "市场 园区 基地 学校 产业园 公园 医院 电站 水库 场馆",
)
"""(十大)产业园区: things that stand somewhere."""
_COUNTLESS = 10_000_000
_ROUND = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000}
_ROUND_NAME = re.compile(
    "家万户|万?人才|[^，。；、]{1,14}?(?:工程|行动|计划|产业集群|集群)(?:[，。；、]|$|建设)"
)
"""百亿斤粮食产能提升工程, 千亿元产业集群, 千家万户, 百万人才计划: round numbers that are names."""
_HOUSE = LatePattern(
    "[，。；、的以（(]|[^，。；、]{0,24}?[校学院园馆所站店站班厅库点场]|[^，。；、]{0,24}?(?:中心|机构|中小学|高中|初中)",
    "， 、 的 以 点 场 学 （ 中心 院 园 所 ； 校 机构 站 班 库 厅 高中 初中 店 ( 馆 。",
)
"""What is counted by 所; 八所港 is a place."""
_CAMPAIGN = LatePattern(
    r"(?:[^，。；、\d]{0,10})(?:专项行动|攻坚行动|提升行动|行动|倍增计划|提升计划)(?:[，。；、]|计划|方案|$)",
    "行动 倍增计划 提升计划",
)
"""(三个)专项行动, (百企)倍增计划."""
_PROMISES = re.compile("[增建降减达超破控低培引办]|完成|实现|打造|不少于|改造|开展")
"""“新增学位2000个” quotes a target; “人才双十条” is a name."""


def _unit(*units: str) -> Callable[[Seen], bool]:
    known = frozenset(units)
    return lambda seen: seen.quantity.unit in known


def _is_year(seen: Seen) -> bool:
    quantity = seen.quantity
    if quantity.worded:
        return (
            quantity.unit == "年" and len(quantity.printed) == 4 and 1900 <= quantity.value <= 2100
        )
    digits = quantity.printed.split("-")[0]
    named = quantity.unit in {"年", ""} or (quantity.unit == "年" and quantity.high is not None)
    return bool(_YEAR_DIGITS.fullmatch(digits)) and named and "." not in quantity.printed


def _is_date(seen: Seen) -> bool:
    quantity, right = seen.quantity, seen.right
    if quantity.unit == "月" or right.startswith(("季度", "月份")) or quantity.unit == "时":
        return not seen.left.endswith("每")
    if quantity.unit in {"日", "号"}:
        return bool(re.search(r"月$|\d日?[、至-]$", seen.left)) or quantity.unit == "日"
    return quantity.unit in {"年", "年代"} and right.startswith(("代", "度"))


def _is_footnote(seen: Seen) -> bool:
    return seen.left.endswith(("[", "〔", "【")) and seen.right.startswith(("]", "〕", "】"))


def _is_serial(seen: Seen) -> bool:
    if seen.quantity.unit:
        return False
    numbered = (seen.opens or not seen.left) and bool(re.match(r"[.、．）](?!\d)", seen.right))
    return numbered or (seen.left.endswith("（") and seen.right.startswith("）"))


def _is_ratio(seen: Seen) -> bool:
    """三次产业比调整为10：45：45."""
    before, behind = seen.sentence_left[-2:], seen.right[:2]
    return (before.endswith(_COLONS) and before[:-1].isdecimal()) or (
        behind.startswith(_COLONS) and behind[1:].isdecimal()
    )


def _is_compound(seen: Seen) -> bool:
    """“3+1”, 1+N, 6+10惠民措施, 24×7."""
    quoted = seen.right[:1] in {'"', "”"}
    if seen.left.endswith(_PLUS) or seen.right.startswith(_PLUS, 1 if quoted else 0):
        return True
    return seen.quantity.unit == "" and seen.right.startswith(("X", "N"))


def _is_code(seen: Seen) -> bool:
    """S5, G318, PM2.5, 5G, 4K, 95598热线, T1航站楼."""
    quantity = seen.quantity
    if quantity.worded:
        return False
    if quantity.unit in {"G", "A", "V", "M"} or _LATIN.search(seen.left):
        return True
    if quantity.printed.endswith(".0") and re.match(
        "(?:方|版|方案|建设|时代|工程)", quantity.unit + seen.right
    ):
        return True
    if quantity.unit in {"", "线"} and re.search("(?:国道|省道|高速|县道)$", seen.left):
        return True
    if quantity.unit == "" and re.match(r"[A-Za-z]", seen.right):
        return True
    return quantity.unit in {"", "号"} and bool(
        re.match(
            "(?:号线|号|热线|专线|国道|省道|高速|线路|线|旅游线|公路|平台|便民|码头|地块|航站楼|客机)",
            seen.right,
        )
        or quantity.unit == "号"
    )


def _is_span_of_time(seen: Seen) -> bool:
    quantity = seen.quantity
    if quantity.unit.lstrip("万千百") == "年":
        return quantity.unit != "年" or _is_no_time_limit(seen)
    return quantity.unit in _TIME_UNITS and _is_no_time_limit(seen)


def _is_no_time_limit(seen: Seen) -> bool:
    """Say whether a length of time is none that somebody shortens or reaches: 办理时限压缩到3天 is a target."""
    quantity = seen.quantity
    inside = "" if re.search("(?:压缩|缩短|压减|缩减|控制)(?:到|至|在|为)$", seen.left) else "内|"
    limited = _TIME_LIMIT.search(seen.left) and not re.match(
        f"行动|计划|规划|方案|生活圈|经济圈|交通圈|圈|{inside}来|前|期", seen.right
    )
    return not limited or quantity.unit in {"百年", "千年", "世纪"}


def _is_enumeration(seen: Seen) -> bool:
    """三个方面, 七个方面工作, 四个环节, 两个毫不动摇."""
    if seen.quantity.unit not in _LISTED:
        return False
    if seen.right in _THINGS_DONE and seen.sentence.endswith(seen.right):
        # a head without a full stop (三、办好十件民生实事): its entries are the targets
        return True
    if seen.quantity.unit == "大" or not seen.quantity.worded:
        return bool(
            re.match(
                r"(?:重点|主要|关键)?(?:方面|层面|层级|维度|领域|环节|大类|步骤|类别|字|重点工作|方面工作|季度|目标)",
                seen.right,
            )
        )
    made = re.search("新增|引进|培育|新建|建成|开发|水|标准", seen.left)
    if seen.quantity.unit == "类" and not made and not re.match("及?以上|水|标准", seen.right):
        return True
    both = seen.quantity.value == 2 and re.match("市场|种资源|资源|闸门|轮子|条腿|大局", seen.right)
    return bool(both or _ENUMERATED.match(seen.right))


def _is_article(seen: Seen) -> bool:
    """一个, 一批, 一系列: no count."""
    quantity = seen.quantity
    if not quantity.worded or quantity.value > 2 or quantity.high is not None:
        return False
    if quantity.unit in _VAGUE:
        return True
    return (
        quantity.value == 1
        and quantity.unit not in {"%", "倍", "番", "成"}
        and not re.search("[万亿]", quantity.unit)
    )


def _is_big_name(seen: Seen) -> bool:
    """十大工程, 九大产业; but 建设“十大基地” counts something built."""
    if seen.quantity.unit in {"项", "个"} and _CAMPAIGN.match(seen.right):
        return True
    if seen.quantity.unit != "大":
        return False
    return not (_BUILT.search(seen.left) and _PHYSICAL.match(seen.right))


def _is_worded_name(seen: Seen) -> bool:
    """三区三州, 四级书记, 两江四河, 三农: a numeral grown into a name."""
    quantity = seen.quantity
    if not quantity.worded or quantity.unit in {"%", "倍", "番", "成"}:
        return False
    if quantity.unit == "次" and seen.right.startswith("产业"):
        return True
    if quantity.unit == "万家" and quantity.value in _ROUND:
        return True
    named = _ROUND_NAME.match(quantity.unit + seen.right) and not quantity.unit.endswith("级")
    if named and quantity.value in _ROUND:
        return True
    if quantity.unit.startswith("万") and quantity.value >= _COUNTLESS:
        # 千千万万个
        return True
    if quantity.unit == "元" and seen.right.startswith("结构"):
        return True
    if quantity.unit == "所" and seen.right and not _HOUSE.match(seen.right):
        return True
    if quantity.unit in _NAMED or (quantity.unit == "类" and seen.left.endswith("劣")):
        return True
    return bool(re.search("[一二两三四五六七八九十百千万]$", seen.left)) and not re.search(
        "[万亿]", quantity.unit
    )


def _is_document(seen: Seen) -> bool:
    """民营企业28条, 十条意见, 26条措施."""
    if seen.quantity.unit not in {"条", "项", "号"}:
        return False
    if quantity_is_rule(seen):
        return True
    named = re.match(
        "[^，。；、]{0,6}?(?:意见|措施|政策|举措|规定|硬措施|新政|办法|细则|禁令)", seen.right
    )
    behind = re.search(
        "(?:政策|意见|措施|企业|改革|环境|经济|规定|消费|发展|产业|“)$", seen.left
    ) and re.match("[，。；、”]", seen.right or "。")
    return bool(
        (named and seen.quantity.unit == "条")
        or (behind and re.search("落实|贯彻|执行|用好|兑现|按照|对照", seen.left))
    )


def quantity_is_rule(seen: Seen) -> bool:
    """八项规定, 十条禁令: the name of a rule."""
    return seen.quantity.worded and bool(
        re.match("规定|禁令|准则|铁律|硬措施|制度|纪律|要求|标准", seen.right)
    )


def _is_other_age(seen: Seen) -> bool:
    return seen.quantity.unit in {"岁", "周岁"} and not re.search("寿命[^，。；]{0,8}$", seen.left)


def _is_rank(seen: Seen) -> bool:
    quantity = seen.quantity
    if quantity.unit.endswith("强"):
        return True
    return quantity.unit in {"位", "名", ""} and bool(
        re.search(
            "(?:前移|前进|上升|前|[省市县国区]后|退出后|倒数|进位|排名|列|居)(?:了)?$", seen.left
        )
    )


def _is_phase(seen: Seen) -> bool:
    """三期工程, 第二轮督察, 新一届, 七次全会: a stage, no count."""
    quantity = seen.quantity
    if quantity.unit == "次" and re.match(
        "全会|全体会议|会议|党代会|代表大会|中全会|人代会|执委会", seen.right
    ):
        return True
    return quantity.unit in {"期", "届", "轮", "版", "代"} and (
        quantity.worded or not re.match("[，。；、]|以上", seen.right or "。")
    )


def _is_place_list(seen: Seen) -> bool:
    """湘鄂皖3省, 5省区: whom it concerns."""
    return seen.quantity.unit in {"省", "市", "国", "州", "省区"} and not re.match(
        "[，。；、]", seen.right or "。"
    )


def _is_origin(seen: Seen) -> bool:
    """由11个减至8个, 从3720元提高到4200元: the first number is where it comes from."""
    told = "从" in seen.left or "由" in seen.left
    return bool(told and re.search("(?:从|由)[^，。；]{0,12}$", seen.left)) and bool(
        re.match(
            r"[^，。；\d]{0,6}(?:提高|增加|降|减|压|缩|提升|扩大|调整|上升|增长|下降|上调|拓展)[^，。；\d]{0,4}(?:到|至|为)",
            seen.right,
        )
    )


#: reason → rule, in the order in which they are asked
FILTERS: tuple[tuple[str, Callable[[Seen], bool]], ...] = (
    ("footnote", _is_footnote),
    ("serial", _is_serial),
    ("year", _is_year),
    ("date", _is_date),
    ("ordinal", lambda seen: seen.left.endswith("第")),
    ("ratio", _is_ratio),
    ("compound", _is_compound),
    ("code", _is_code),
    ("quoted", lambda seen: seen.quoted),
    ("rank", _is_rank),
    ("anniversary", _unit("周年")),
    ("age", _is_other_age),
    (
        "phase",
        lambda seen: _is_phase(seen) or (seen.left.endswith("届") and seen.quantity.unit == "次"),
    ),
    ("enumeration", _is_enumeration),
    ("big-name", _is_big_name),
    (
        "per",
        lambda seen: seen.left.endswith("每") and seen.quantity.value in {1, 10, 100, 1000, 10000},
    ),
    ("article", _is_article),
    ("worded-name", _is_worded_name),
    ("document", _is_document),
    ("past", is_past),
    ("forecast", is_forecast),
    ("origin", _is_origin),
    ("situation", is_situation),
    ("means", is_means),
    ("specification", is_specification),
    ("time", _is_span_of_time),
    ("places", _is_place_list),
)


def rejection(seen: Seen) -> str:
    """Return why a number is no target, empty where no rule answers."""
    return next((reason for reason, rule in FILTERS if rule(seen)), "")


def is_quoted(flat: str, start: int, end: int, floor: int, ceiling: int) -> bool:
    """Say whether a number is part of a quoted name; quotes are decided within the clause, often one is missing.

    A quote whose words end in a verb, a number and its unit quotes a target, and a name around nothing but the number's
    noun (“十大基地”) is left to the rule of what is built.
    """
    opened = max(flat.rfind("“", floor, start), flat.rfind('"', floor, start))
    if opened < 0 or flat.find("”", opened, start) >= 0:
        return False
    closed = min(
        (place for mark in ("”", '"') if (place := flat.find(mark, end, ceiling)) >= 0), default=-1
    )
    if closed < 0 or closed - opened > 25:
        return False
    promised = _PROMISES.search(flat, opened, start)
    if promised and re.fullmatch("[左右以上下内]*", flat[end:closed]) and start - opened > 3:
        return False
    built = re.match(
        "[十百]?[二三四五六七八九十]?大(?:[^”]{0,6})(?:基地|园区|市场)", flat[start:closed]
    )
    return not (built and re.search("(?:建设|打造|建成|培育)[^，。；]{0,8}$", flat[floor:opened]))
