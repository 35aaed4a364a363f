"""The few fixed words of a plan: kinds of figures, comparators, what is to happen to a task, how
firmly a report promises. They stand alone, so that drafting needs no pydantic.
"""

from enum import StrEnum

WATER_CLASSES = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")


class Measure(StrEnum):
    """What kind of figure it is; decides how progress is judged."""

    CUMULATIVE = "cumulative"
    LEVEL = "level"
    GROWTH = "growth"
    FALL = "fall"
    SHARE = "share"
    CLASS = "class"


AMOUNTS = (Measure.CUMULATIVE, Measure.LEVEL)
CHANGES = (Measure.GROWTH, Measure.FALL)


class Direction(StrEnum):
    """Which way is better."""

    MORE = "more"
    LESS = "less"
    NONE = "none"


class Comparator(StrEnum):
    """How the figure is promised. ge and le include the number, gt and lt do not (民法典
    第1259条).
    """

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    APPROX = "approx"
    RANGE = "range"


class Commitment(StrEnum):
    """How firmly the report promises: 确保, 力争, or neither."""

    HARD = "hard"
    STRIVE = "strive"
    PLAIN = "plain"


class Action(StrEnum):
    """What is to happen to a milestone: 开工 建成 投产 完成 启动 推进."""

    START = "start"
    BUILD = "build"
    OPERATE = "operate"
    FINISH = "finish"
    LAUNCH = "launch"
    ADVANCE = "advance"
