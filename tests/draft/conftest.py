"""What the tests of the draft share: a made-up report around a few sentences."""

from collections.abc import Callable

import pytest

from xlreport.draft.draft_report import draft_from
from xlreport.model.plans.plan_draft_types import Draft

HEAD = """政府工作报告
——2031年1月8日在青石市第三届人民代表大会第二次会议上
市长　某某
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2030年工作回顾
{review}
二、2031年工作安排
"""
TAIL = """
各位代表！让我们团结一心，为谱写青石新篇章而努力奋斗！
"""


def _report(plan: str, review: str = "过去一年很好。") -> str:
    return HEAD.format(review=review) + plan + TAIL


@pytest.fixture
def report() -> Callable[..., str]:
    """Return a whole made-up report around a plan part."""
    return _report


@pytest.fixture
def drafted() -> Callable[..., Draft]:
    """Draft a made-up report with the sentences as its plan part."""

    def draft(plan: str, review: str = "过去一年很好。") -> Draft:
        return draft_from(_report(plan, review))

    return draft
