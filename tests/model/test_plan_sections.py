"""Sections stand as the report has them, whatever order the plan lists them in."""

from xlreport.model.plans.plan_section_types import in_order


def test_sections_stand_in_the_reports_order() -> None:
    """By chapter, then by part; what has no number stays before or after."""
    listed = [
        "主要目标",
        "二、(三)产业",
        "一、(三)金融",
        "二、(一)农业",
        "十一、收尾",
        "自身建设",
        "一、(一)脱贫",
    ]
    assert in_order(listed) == [
        "主要目标", "一、(一)脱贫", "一、(三)金融", "二、(一)农业", "二、(三)产业", "十一、收尾", "自身建设",
    ]  # fmt: skip
    assert in_order(["乙", "甲"]) == ["乙", "甲"]
    assert in_order(["2. b", "1. a"]) == ["1. a", "2. b"]
