"""Numbers that specify something: total investments, capacities, thresholds. 总投资50亿元的项目, 10亿元以上项目."""

import re

from xlreport.draft.names.name_lexicon import any_of
from xlreport.draft.sentences.filters.filtered_number import Seen
from xlreport.draft.text.text_late_patterns import LatePattern

_MONEY = re.compile("元$")
"""亿元, 万元."""
# a size of a project rather than a target: 总投资, 建筑面积, before its number
_TOTAL = re.compile(
    any_of(
        "总投资 计划总投资 概算总投资 总投资额 概算投资 估算投资 估算总投资 计划投资 日产 日处理 日供水 "
        "年产 年产能 年处理 年加工 年生产 年发电 总库容 全长 总长 总长度 长度 线路长 占地 占地面积 总占地 "
        "建筑面积 总建筑面积 总面积 规划面积 规划用地 设计时速 时速 设计年吞吐 海拔 库容 高度 直径 管径 "
        "超 投资超 投资额 单体投资 日均 总装机 装机"
    )
    + "(?:约|近|超|超过|达|达到|为|规模|面积|能力)?$"
)
# what is counted by a threshold: 亿元以上项目
_THRESHOLD_NOUNS = re.compile(
    "(?:的|以上的)?(?:[^，。；、]{0,6}?)(?:项目|企业|工程|产业|园区|集群|镇|村|大户|纳税|骨干|龙头|楼宇|品牌|基地|板块|链|家|个|户|强|市场|投资|招商|合作社|专业|制造|销售|税收|产值|行政村|乡|平台|工业|个人|医院|"
    "老人|老年人|人口|劳动力|群众|大班额|厂|生产线|变电站|水库|单位)"
)
_FUND_VERBS = re.compile(
    "(?:落实|统筹|用好|安排|设立|发放|投入|筹集|拨付|整合|争取|筹措|发行|兑现|下达|提供|组建|募集|列支)(?:[^，。；]{0,6}|[^，。；]{0,24}(?:和|、|及))$"
)
"""落实(2亿元资金): money that somebody provides is a target."""
_FUND_NOUNS = re.compile(
    "的?[^，。；、]{0,14}(?:资金|基金|贴息|贷款|补贴|补助|债券|经费|信贷|奖金|专项|预算|红包|消费券)"
)
"""(2亿元)专项资金."""
_TECHNICAL = frozenset(("千伏", "kV", "伏", "℃", "°", "级", "维", "代", "版"))
_STOPS = frozenset(("", "，", "。", "；", "、"))
_SIZES = frozenset(
    (
        "米",
        "公里",
        "吨",
        "平方米",
        "万平方米",
        "兆瓦",
        "万千瓦",
        "千瓦",
        "万吨",
        "亩",
        "头",
        "万人",
        "人",
        "张",
        "吨标准煤",
    )
)
_GRANT = LatePattern(
    "(?:最高|一次性|每[家户个人名项][^，。；]{0,6})[^，。；]{0,6}(?:补助|奖励|补贴|资助|给予|奖补|支持)(?:不超过)?$",
    "每 最高 一次性",
)
"""每户最高补助(3万元): a ceiling of a grant."""
_BOUND = re.compile("及?(?:以上|以下|以内|左右)")
"""(500万元)以上."""
_INVESTMENT_ONLY = re.compile("(?:计划|概算|估算|预计)?总投资额?(?:约|达|达到|超|超过)?")
"""计划总投资(127亿元) with nothing else in its clause."""
_INVESTED = re.compile(
    "的?[^，。；、]{0,12}?(?:项目|企业|工程|产业集群|集群|园区|楼宇|大户|产业链|镇|村|税收)"
)
"""(10亿元)的项目, (5000万元)税收: what money tells apart."""
_OUTPUT = frozenset(
    (
        "吨",
        "万吨",
        "百万吨",
        "千万吨",
        "套",
        "万套",
        "万台",
        "万辆",
        "万件",
        "万片",
        "万支",
        "万只",
        "吉瓦时",
        "GWh",
    )
)
"""Units in which what a plant makes is measured; power is counted: 建成风电100万千瓦 is a target."""
# what a capacity belongs to: 年产5万吨…生产线
_PLANT = LatePattern(
    r"(?:级|/年)?(?:的)?(?:[^，。；、\d]{1,24}?(?:项目|生产线|产线|装置|技改|示范线?|升级|生产基地|扩建|一体化)"
    r"|[^，。；、\d]{1,16}(?:和|及|、)\d+(?:万吨|吨|万套|万台)[^，。；、\d]{1,16}?(?:项目|装置|示范线?|升级)"
    r"|[^，。；]{1,60}?等\d*个?(?:重点|重大)?(?:工业)?项目)",
    "项目 升级 示范 一体化 技改 产线 扩建 装置 生产基地",
)
_SPENT = re.compile(
    "(?<!完成)(?<!固定资产)(?<!年度)(?<!民间)(?<!工业)(?<!新增)投资(?:约|近|超过|超)?$"
)
"""投资(2亿元)建设: what something costs, not 完成投资."""
_ON = re.compile(
    "(?:余|多)?(?:以上)?(?:建设|新建|改建|扩建|改造|实施|完成|打造|用于|加快|推进|启动|建成|修建|对|在|开展|办好|购置)"
)
"""(投资2亿元)用于, 新建."""
_TAX = re.compile("(?:的)?(?:优惠)?(?:企业|个人|税率|增值税|所得税|关税|利率|首付)")
"""(15%)优惠税率."""
_ROUND = frozenset((1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000))
# what a size belongs to: 万亩级示范片
_KIND = LatePattern(
    r"级?(?:[^，。；、\d]{0,8}?(?:示范[片方园区带]|核心区|基地|产业园|[片方](?=\d)))",
    "方 示范 基地 产业园 片 核心区",
)
_SITE = re.compile(
    "(?:项目|工程|园区)?(?:总占地面积|总占地|占地面积|占地|总面积|总建筑面积|总库容|全长|总长)(?:约|达|为)?"
)
"""项目总占地面积(500亩)."""
_COUNTED_BEFORE = re.compile(r"\d+(?:个|家|户|项)(?:左右|以上)?[^，。；、]{0,4}$")
"""20家(产值过亿元企业): its number stood before."""

# villages that are told apart by their size, of which all are to have something: (20户)以上的自然村全部通电
_VILLAGES = re.compile(
    r"及?(?:以上|以下)的?[^，。；、\d]{0,10}?(?:村|组|屯|寨|镇|乡|街道|社区|岛屿?|居民点|安置点|小区|牧区|林场|农场|集镇)(?:、[^，。；、\d]{1,8}?)?(?:[^，。；、\d]{0,6}?(?:全部|均|都|基本)|\d+(?:个|处))"
)
# a size among several before the noun that they describe: 长(120公里)、宽8米的旅游环线
_SIZED = LatePattern(
    r"(?:、?(?:总?长|均?宽|高|深|厚)度?(?:约|达)?\d[\d.]*(?:公里|千米|厘米|毫米|米))*(?:以上|左右)?的[^，。；、\d]{2}",
    "的",
)
_SIZE = re.compile("(?<![增延])(?:长|宽|高|深|厚)度?(?:约|达)?$")

# what a size of a plant is counted in: 存栏, 床位
_STOCKED = re.compile("(?:存栏|出栏|床位|藏书|容纳)$")
# the number that is meant, behind the size: 亿元以上企业20家
_COUNTED_BEHIND = LatePattern(
    r"[^，。；、\d]{2,16}\d+(?:个|家|处|座)(?:以上)?(?:[，。；、]|$)", "家 个 处 座"
)
# whom a threshold gives money: 的企业给予补助
_GIVEN_TO = re.compile(
    "的[^，。；]{2,12}(?:进行|给予|予以|实行|发放)(?:一次性)?(?:补助|补贴|奖励|支持|奖补)"
)
# a second threshold: 、5家过10亿元
_EACH_ABOVE = re.compile(r"、\d+(?:个|家)(?:过|超)\d")
# a share of what is above a threshold: 亿元以上企业占比
_SHARE_OF_SUCH = LatePattern(
    r"(?:、(?:超|达|过)?\d+[万亿]?元)?的?[^，。；、\d]{1,12}(?:占比|比例|比重)", "比例 比重 占比"
)


def is_specification(seen: Seen) -> bool:
    """总投资50亿元的项目, 年产10万吨生产线, 10亿元以上项目, 220千伏变电站, 3500米以上."""
    bound = _BOUND.match(seen.right)
    rest = seen.right[bound.end() :] if bound else seen.right
    unit = seen.quantity.unit
    # 800千伏安变压器; 变电容量50万千伏安 is none
    if unit.endswith("千伏安") and rest[:1] not in _STOPS:
        return True
    if unit.lstrip("万") in _TECHNICAL or unit.endswith("级") or rest.startswith("级"):
        return True
    if _is_of_a_project(seen, rest) or _is_size_of_a_kind(seen):
        return True
    if _tells_apart(seen, rest, bounded=bool(bound)):
        return True
    if unit == "%" and _TAX.match(seen.right) and not re.search("[至到为达率]$", seen.left):
        return True
    if _is_capacity(seen, rest):
        return True
    if _MONEY.search(seen.quantity.unit):
        return _is_money(seen, rest, bounded=bool(bound))
    return _is_threshold(seen, rest, bounded=bool(bound))


def _is_of_a_project(seen: Seen, rest: str) -> bool:
    """What a named plant makes (20万吨磷酸铁项目), what is spent on something named, how large a site is."""
    if seen.review:
        return False
    if seen.quantity.unit in _OUTPUT and rest == seen.right and _PLANT.match(rest):
        return not re.search(
            "(?:压减|化解|淘汰|处理|处置|消纳|储备|收购|产量|总产)[^，。；]{0,6}$", seen.left
        )
    if seen.quantity.unit.endswith("瓦") and "等项目" in re.split("[，。；、]", seen.right)[0]:
        # 开工720兆瓦储能电站等项目: one of those that are named
        return True
    alone = re.fullmatch("[①-⑳]?(?:计划|年内|总|拟|再|[一二三四五六七八九十]是)*投资", seen.left)
    spent = _SPENT.search(seen.left) and (_ON.match(seen.right) or alone)
    return bool(_MONEY.search(seen.quantity.unit) and spent) or bool(_SITE.fullmatch(seen.left))


def _is_size_of_a_kind(seen: Seen) -> bool:
    """千亩示范方10个, 百万吨新材料基地: a round size that tells of what kind a thing is, which has its own number."""
    unit = seen.quantity.unit
    return (
        seen.quantity.worded
        and seen.quantity.value in _ROUND
        and unit[-1:] in {"亩", "吨", "头", "只", "株"}
        and bool(_KIND.match(seen.right))
        and not re.search("[至到为达超过破]$", seen.left)
    )


def _tells_apart(seen: Seen, rest: str, *, bounded: bool) -> bool:
    """存栏2000头奶牛场16个, 收益超10万元村占比: a bound of what is counted, which has a number of its own."""
    left, right = seen.left, seen.right
    if seen.quantity.unit in {"户", "人", "万人"} and _VILLAGES.match(right):
        return True
    if seen.quantity.unit.endswith(("米", "公里")) and _SIZE.search(left) and _SIZED.match(right):
        return True
    if _STOCKED.search(left) and _COUNTED_BEHIND.match(right):
        return True
    if seen.quantity.unit in {"米", "公里"} and re.match("(?:以内|范围内|内)[^，。；、]{2}", right):
        return True
    if bounded and (right.startswith(("以上且", "及以上且")) or _GIVEN_TO.match(rest)):
        return True
    if rest.startswith("的") and (
        re.search("(?:面积|长度|规模)各$", left)
        or (bounded and re.search(r"\d(?:家|个|座|所|处)$", left))
    ):
        return True
    exceeded = seen.quantity.unit.endswith("元") and re.search("[超过达]$", left)
    return bool(exceeded and (_EACH_ABOVE.match(right) or _SHARE_OF_SUCH.match(right)))


def _is_capacity(seen: Seen, rest: str) -> bool:
    """Total investment or capacity: alone in its clause (计划总投资127亿元), or of what is named behind it."""
    if _INVESTMENT_ONLY.fullmatch(seen.left):
        return True
    named = rest.startswith("的") or _THRESHOLD_NOUNS.match(rest)
    return bool(_TOTAL.search(seen.left) and named and not re.match("[，。；、]", rest))


def _is_money(seen: Seen, rest: str, *, bounded: bool) -> bool:
    """Money that tells projects and firms apart, or belongs to one (10亿元的光伏), or a grant's ceiling; no fund."""
    if _GRANT.search(seen.left):
        return True
    if _FUND_VERBS.search(seen.left) and _FUND_NOUNS.match(rest):
        return False
    if bounded and re.match(r"\d+(?:个|家|户|项|村|条)", rest):
        return True
    if _INVESTED.match(rest):
        counted = re.search(
            r"\d|[一二三四五六七八九十百千]+[个家户]", rest[:16]
        ) or _COUNTED_BEFORE.search(seen.left)
        if (
            bounded
            or rest.startswith("的")
            or counted
            or re.search("(?:超|过|产值|投资|收入|营收)$", seen.left)
        ):
            return True
    return rest.startswith("的") and not _FUND_NOUNS.match(rest)


def _is_threshold(seen: Seen, rest: str, *, bounded: bool) -> bool:
    """A size with 以上 before a noun: 500亩以上园区; not 新增500亩以上."""
    if (
        seen.quantity.unit not in _SIZES | {"户", "度", "蒸吨"}
        or not bounded
        or rest[:1] in {"", "，", "。", "；", "、", "的"}
    ):
        return False
    promised = re.search("(?:超过|达到|突破|新增|完成|净增|培育|引进|覆盖|惠及)$", seen.left)
    own = re.match(
        r"(?:的)?[^，。；、\d]{1,10}(?:\d+(?:个|处|户|家|条|万亩|亩)|(?:全部|通|实现|基本|均))",
        rest,
    )
    noun = _THRESHOLD_NOUNS.match(rest) or re.match(
        "[^，。；、]{0,4}(?:村寨|坡地|坡耕地|自然村|村组|居民点|锅炉|机组|灌区)", rest
    )
    return bool(noun) and (not promised or bool(own))
