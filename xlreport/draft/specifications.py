"""Numbers that specify something: total investments, capacities, thresholds. 总投资50亿元的项目, 10亿元以上项目."""

import re

from xlreport.draft.lexicon import any_of
from xlreport.draft.seen import Seen

_MONEY = re.compile("元$")
_TOTAL = re.compile(
    any_of(
        "总投资 计划总投资 概算总投资 总投资额 概算投资 估算投资 估算总投资 计划投资 日产 日处理 日供水 "
        "年产 年产能 年处理 年加工 年生产 年发电 总库容 全长 总长 总长度 长度 线路长 占地 占地面积 总占地 "
        "建筑面积 总建筑面积 总面积 规划面积 规划用地 设计时速 时速 设计年吞吐 海拔 库容 高度 直径 管径 "
        "超 投资超 投资额 单体投资 日均 总装机 装机"
    )
    + "(?:约|近|超|超过|达|达到|为|规模|面积)?$"
)
_THRESHOLD_NOUNS = re.compile(
    "(?:的|以上的)?(?:[^，。；、]{0,6}?)(?:项目|企业|工程|产业|园区|集群|镇|村|大户|纳税|骨干|龙头|楼宇|品牌|基地|板块|链|家|个|户|强|市场|投资|招商|合作社|专业|制造|销售|税收|产值|行政村|乡|平台|工业|个人|医院|"
    "老人|老年人|人口|劳动力|群众)"
)
_FUND_VERBS = re.compile(
    "(?:落实|统筹|用好|安排|设立|发放|投入|筹集|拨付|整合|争取|筹措|发行|兑现|下达|提供|组建|募集|列支)(?:[^，。；]{0,6}|[^，。；]{0,24}(?:和|、|及))$"
)
_FUND_NOUNS = re.compile(
    "的?[^，。；、]{0,14}(?:资金|基金|贴息|贷款|补贴|补助|债券|经费|信贷|奖金|专项|预算|红包|消费券)"
)


def is_specification(seen: Seen) -> bool:
    """总投资50亿元的项目, 年产10万吨生产线, 10亿元以上项目, 220千伏变电站, 3500米以上."""
    quantity, left, right = seen.quantity, seen.left, seen.right
    if quantity.unit in {"千伏", "kV", "伏", "千伏安", "℃", "°", "级", "维", "代", "版"}:
        return True
    if re.fullmatch("(?:计划|概算|估算|预计)?总投资额?(?:约|达|达到|超|超过)?", left):
        return True
    if quantity.unit.endswith("级"):
        return True
    bound = re.match("(?:及)?(?:以上|以下|以内|左右)", right)
    rest = right[bound.end() :] if bound else right
    named = _THRESHOLD_NOUNS.match(rest)
    if rest.startswith("级") and quantity.unit[-1:] not in {"%", "个"}:
        return True
    if _TOTAL.search(left) and (rest.startswith("的") or named) and not re.match("[，。；、]", rest):
        return True
    if _MONEY.search(quantity.unit):
        if _FUND_VERBS.search(left) and _FUND_NOUNS.match(rest):
            return False
        following = re.match(
            r"(?:的)?[^，。；、]{0,12}?(?:项目|企业|工程|产业集群|集群|园区|楼宇|大户|产业链|镇|村|税收)", rest
        )
        counts = re.search(r"\d|[一二三四五六七八九十百千]+[个家户]", rest[:16]) or re.search(
            r"\d+(?:个|家|户|项)(?:左右|以上)?[^，。；、]{0,4}$", left
        )
        if following and (
            bound or rest.startswith("的") or counts or re.search("(?:超|过|产值|投资|收入|营收)$", left)
        ):
            return True
        return rest.startswith("的") and not _FUND_NOUNS.match(rest)
    if quantity.unit in {
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
        "公里/小时",
        "头",
        "万人",
        "人",
        "张",
    } and (
        (
            bound
            and rest[:1] not in {"", "，", "。", "；", "、", "的"}
            and not re.search("(?:超过|达到|突破|新增|完成)$", left)
        )
        or (rest[:1] == "级")
    ):
        return bool(named)
    return False
