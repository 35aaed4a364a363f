"""What the units of a plan's figures are: points of a rate, or pieces of which there is no half."""

from xlreport.model.plans.plan import Indicator

_POINTS = frozenset({"%", "％", "个百分点", "百分点"})
_PIECES = frozenset({
    "个", "家", "座", "项", "次", "件", "处", "所", "条", "台", "辆", "部", "场", "篇", "起", "例",
    "宗", "批", "份", "期", "幢", "栋", "间", "套", "只", "头", "匹", "株", "棵", "艘", "架", "支",
    "种", "站", "班", "届", "村", "乡", "镇", "县", "项目",
    "piece", "pieces", "item", "items", "project", "projects", "unit", "units", "cases",
})  # fmt: skip
"""Units of things that are counted one by one. 万人, 亿元 and 公里 are amounts, and so are 人 and
户, which are the same figures as 万人 and 万户.
"""


def in_points(unit: str) -> bool:
    """Say whether differences of a figure in this unit are counted in percentage points."""
    return unit in _POINTS


def counts_pieces(indicator: Indicator) -> bool:
    """Say whether the figure is a count of things, of which there is no half."""
    return indicator.decimals == 0 and indicator.unit in _PIECES
