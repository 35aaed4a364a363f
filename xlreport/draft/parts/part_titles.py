"""What a drafted plan is called, and whose it is."""

import re

from xlreport.draft.text.text_late_patterns import LatePattern

# the place whose congress met: 在某市第七届人民代表大会
_PLACE = re.compile(r"在((?:(?!在)[^，。]){1,14}?)第?[一二三四五六七八九十\d]+届人民代表大会")
# who speaks: 我代表某市人民政府
_SPOKEN = re.compile(r"(?:代表|向大会|受)((?!大会)[^，。：！]{1,15}?人民政府)")
# the place that a title names: 某市2024年政府工作报告
_TITLED = LatePattern(
    r"(?:^|[：>-]|工作报告)(?:\d{4}年)?(?P<name>(?!工作报告|标题)[^\d，。：>-]{2,14}?(?:[省市县区州盟旗]|自治区))(?:\d{4}年|20)?(?:人民)?政府工作报告",
    "政府工作报告",
)
_GENERAL = {
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "自治区",
    "自治州",
    "自治县",
    "全市",
    "全县",
    "我市",
    "我县",
}
_OPENING = 1500


def title_and_government(flat: str, year: int) -> tuple[str, str]:
    """Return a title and the government's name, as far as the text's opening says them."""
    opening = flat[:_OPENING]
    spoken = _SPOKEN.search(opening)
    said = spoken[1] if spoken else ""
    name = _named(opening) or said.removesuffix("人民政府")
    government = f"{name}人民政府" if name else ""
    if name.startswith(("全国", "第")):
        name, government = "全国", "国务院"
    return f"{name}{f'{year}年' if year else ''}政府工作目标任务", government


def _named(opening: str) -> str:
    """Return the place whose congress met, else the one that the title names; 县 alone names nothing."""
    for pattern in (_PLACE, _TITLED):
        match = pattern.search(opening)
        if match and match[1] not in _GENERAL:
            return match[1]
    return ""
