"""The check of each row as a formula: errors first, by names that all rows share, then what asks
for a reason.

What it says is what `validate` says of the same row: ○ and × where that finds an error, △ where it
asks for a reason and none is given, ✓ where it takes the row as it is.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.reason_messages import words
from xlreport.model.plans.plan import AMOUNTS, CHANGES, Direction, Measure
from xlreport.model.plans.plan_form_types import (
    OPEN_STATES,
    Form,
    IndicatorRow,
    MilestoneRow,
    Range,
)
from xlreport.workbook.department.check_formula_names import (
    CheckNames,
    array,
    define_day,
    figure_name,
    formula_day,
    last_remark,
    state_name,
    state_places,
)
from xlreport.workbook.department.form_layout import SheetLayout
from xlreport.workbook.department.form_live_formulas import (
    LiveFormula,
    bounds,
    plain_formula,
)
from xlreport.workbook.workbook_names import column_name

_TENFOLD, _HUNDRED = Decimal(10), Decimal(100)
_GREATEST_GROWTH = Decimal(1000)
_FAR = Decimal("1.5")
_DOUBLED = ("倍", "番", "double", "times")
_GAPS = ";".join(f'"{"?" * gap}"' for gap in range(7))
"""What may stand between a word of change and its size: as many characters as the checks allow."""
_SHARE_UNITS = {"%": _HUNDRED, "‰": _HUNDRED * 10}
CheckStep = tuple[str, str]
"""A question, and the words that hold where it is answered with yes."""


class RowChecks:
    """The check formulas of one data sheet."""

    def __init__(
        self,
        form: Form,
        sheet: SheetLayout,
        classes: Mapping[tuple[str, ...], str],
        remarks: str,
    ) -> None:
        self.form = form
        self.sheet = sheet
        self.classes = classes
        rows = form.indicators if sheet.look.kind == "indicator" else form.milestones
        said = remarks if any(last_remark(row) for row in rows) else ""
        self.shared = CheckNames(form.language, sheet, form.period, said)
        self._answers: dict[tuple[object, ...], str] = {}
        self._found: dict[str, str] = {}

    @property
    def names(self) -> Mapping[str, str]:
        """The defined names that the formulas use, with their formulas."""
        return self.shared.names

    def _once(self, key: str, formula: str) -> str:
        """Define a name when it is first asked for."""
        if key not in self._found:
            self._found[key] = self.shared.name(key, formula)
        return self._found[key]

    def indicator(self, row: IndicatorRow, _number: int) -> LiveFormula:
        """Return what is first wrong in an indicator's row."""
        answer = self._answer(row)
        steps: list[CheckStep] = [(f'{answer}<>""', answer)]
        hard = share_limit(row)
        if hard is not None:
            number, limit = self._figure(), plain_formula(hard)
            within = bounds(self.form.language, Decimal(0), hard)
            steps.append((f"{number}>{limit}", self.shared.words("outside", bounds=within)))
        if row.slips:
            steps.append((_between(self._figure(), row.slips), self._word("unit")))
        doubts = list(self._doubts(row))
        if doubts:
            steps.append((self.shared.reason, self.shared.fine))
            steps += doubts
        first = "empty" if row.asked else "optional"
        return LiveFormula(
            nested(steps, self.shared.fine), say(self.form.language, f"check.{first}")
        )

    def _figure(self) -> str:
        if "figure" not in self._found:
            self._found["figure"] = figure_name(self.shared, "actual")
        return self._found["figure"]

    def _answer(self, row: IndicatorRow) -> str:
        """Return the name that says what is missing or no answer in a row of this kind."""
        asked_last = row.baseline_asked and "baseline" in self.shared.cells
        kinds = row.indicator.classes if row.indicator.measure is Measure.CLASS else ()
        key = (row.asked, asked_last, kinds)
        if key not in self._answers:
            formula = self._answered(row, kinds)
            if asked_last:
                before = self._baseline()
                formula = f'IF({before}<>"",{before},{formula})'
            unreadable = self.shared.words("not_number")
            faulty = self.shared.words("error_value")
            short = f"q{len(self._answers) + 1}"
            formula = f"IF({self.shared.faulty()},{faulty},{formula})"
            self._answers[key] = self.shared.name(short, f"IFERROR({formula},{unreadable})")
        return self._answers[key]

    def _answered(self, row: IndicatorRow, kinds: tuple[str, ...]) -> str:
        shared, cell = self.shared, self.shared.cells["actual"]
        unsaid = f"IF({shared.reason},{shared.words('explained')},{shared.words('ask_reason')})"
        if kinds:
            unlisted = f"ISNA(MATCH(TRIM({cell}),{self.classes[kinds]}_read,0))"
            # LibreOffice takes TRUE for the text 1, which is the best of the classes.
            wrong = (f"OR(ISLOGICAL({cell}),{unlisted})", "not_class")
        else:
            wrong = (f'{self._figure()}=""', "not_number")
        steps = [(wrong[0], shared.words(wrong[1]))]
        if row.asked:
            typed = shared.cells.keys() - shared.hidden
            steps += [
                (shared.nothing(field), shared.words(f"no_{field}"))
                for field in ("progress", "source")
                if field in typed
            ]
            none, empty = unsaid, f"IF({self._no_figure()},{unsaid},{shared.words('empty')})"
        else:
            none = empty = shared.words("optional")
        answered = nested(steps, '""')
        return (
            f"IF({shared.blank('actual')},{empty},IF({shared.nothing('actual')},{none},{answered}))"
        )

    def _no_figure(self) -> str:
        """Return the question whether the remark says that there is no figure."""
        found = f"ISNUMBER(SEARCH({array(words('no_figure'))},{self.shared.cells['remark']}))"
        return self._once("nf", f"SUMPRODUCT({found}*1)>0")

    def _baseline(self) -> str:
        """Return the name that says what is wrong with last year's figure, where it is asked."""
        if "b" in self._found:
            return self._found["b"]
        shared = self.shared
        number = figure_name(shared, "baseline")
        there = f"AND(NOT({shared.blank('actual')}),NOT({shared.nothing('actual')}))"
        steps = [
            (
                shared.blank("baseline"),
                f'IF({there},{shared.words("no_baseline")},"")',
            ),
            (
                shared.nothing("baseline"),
                f'IF({shared.reason},"",{shared.words("ask_reason")})',
            ),
            (f'{number}=""', shared.words("not_number")),
        ]
        return self._once("b", nested(steps, '""'))

    def _doubts(self, row: IndicatorRow) -> Iterable[CheckStep]:
        """Yield what asks for a reason in a row, as `validate` asks for it."""
        if row.indicator.measure is Measure.CLASS:
            return
        number = self._figure()
        low, high = plausible_limits(row)
        beyond = [f"{number}<{plain_formula(low)}"] if low is not None else []
        beyond += [f"{number}>{plain_formula(high)}"] if high is not None else []
        if beyond:
            outside = f"OR({','.join(beyond)})" if len(beyond) > 1 else beyond[0]
            yield outside, self._unusual(low, high)
        if row.hundredths:
            yield _between(f"ABS({number})", row.hundredths), self._word("hundredth")
        yield from self._beside_last(row, number)
        yield from self._beside_target(row, number)
        yield from self._beside_others(row, number)

    def _unusual(self, low: Decimal | None, high: Decimal | None) -> str:
        if high is None:
            return self.shared.words("too_small", minimum=plain_formula(low or Decimal(0)))
        if low is None:
            return self.shared.words("too_great", maximum=plain_formula(high))
        return self.shared.words("unusual", bounds=bounds(self.form.language, low, high))

    def _beside_last(self, row: IndicatorRow, number: str) -> Iterable[CheckStep]:
        measure, last = row.indicator.measure, row.last
        if last is not None and measure is Measure.CUMULATIVE:
            yield f"{number}<{plain_formula(last)}", self._word("below_last")
        if last is not None and last > 0 and measure in AMOUNTS:
            high = plausible_limits(row)[1]
            if high is None or last * _TENFOLD < high:
                yield f"{number}>{plain_formula(last * _TENFOLD)}", self._word("tenfold")
        if row.steady is not None:
            yield f"{number}={plain_formula(row.steady)}", self._word("unchanged")

    def _beside_target(self, row: IndicatorRow, number: str) -> Iterable[CheckStep]:
        one, value = row.indicator, row.indicator.value or Decimal(0)
        if one.measure in CHANGES and value >= _HUNDRED and any(w in one.printed for w in _DOUBLED):
            yield f"AND({number}>0,{number}<={_TENFOLD})", self._word("in_times")
        if one.measure in CHANGES:
            grows = one.measure is Measure.GROWTH
            yield self._against_words(number, grows=grows), self._word("sign")
        if one.measure is Measure.FALL:
            up = self._once(
                "up", f"SUMPRODUCT(ISNUMBER(SEARCH({array(words('up'))},{self._told()}))*1)>0"
            )
            yield f"AND({number}<0,NOT({up}))", self._word("negative")
        if one.direction is Direction.MORE and one.measure in AMOUNTS and value > 0:
            far = f"{number}>={plain_formula(value * _FAR)}"
            some = self._once("p", f"NOT({self.shared.nothing('problems')})")
            yield (
                f"AND({far},{number}<={plain_formula(value * _TENFOLD)},{some})",
                self._word("far"),
            )

    def _told(self) -> str:
        return f"{self.shared.cells['progress']}&{self.shared.cells['remark']}"

    def _against_words(self, number: str, *, grows: bool) -> str:
        """Return the name of the question whether the words say a change of this size the other
        way: 下降3.2 beside a growth of 3.2.
        """
        size = f"{{{_GAPS}}}&ABS({number}),{self._told()}"
        said = {
            way: f"SUMPRODUCT(ISNUMBER(SEARCH({array(words(way))}&{size}))*1)"
            for way in ("up", "down")
        }
        up, down = (self._once(f"s_{way}", said[way]) for way in ("up", "down"))
        rises, falls = (f"AND({down}>0,{up}=0)", f"AND({up}>0,{down}=0)")
        if not grows:
            rises, falls = falls, rises
        return self._once(f"s_{int(grows)}", f"IF({number}>0,{rises},IF({number}<0,{falls},FALSE))")

    def _beside_others(self, row: IndicatorRow, number: str) -> Iterable[CheckStep]:
        one = row.indicator
        units = {other.indicator.code: other.indicator.unit for other in self.form.indicators}
        if one.measure in AMOUNTS and units.get(one.part_of or "") == one.unit:
            whole = self._actual(one.part_of or "")
            yield f"AND(ISNUMBER({whole}),{number}>{whole})", self._word("over_whole")
        if row.rate is not None:
            above, below = self._actual(row.rate.numerator), self._actual(row.rate.denominator)
            follows = f"{above}/{below}*{plain_formula(row.rate.times)}"
            rounding = plain_formula(Decimal(5).scaleb(-one.decimals - 1))
            far = f"ABS({number}-{follows})>{rounding}+ABS({follows})/100"
            both = f"AND(ISNUMBER({above}),ISNUMBER({below}))"
            yield f"IF({both},IF({below}<>0,{far},FALSE),FALSE)", self._word("not_parts")

    def _actual(self, code: str) -> str:
        """Return the cell of another row's figure."""
        codes = [one.indicator.code for one in self.form.indicators]
        column = column_name(self.sheet.look.places["actual"])
        return f"${column}{self.sheet.first + codes.index(code) + 1}"

    def _word(self, key: str) -> str:
        return self._once(f"k_{key}", self.shared.words(key))

    def milestone(self, row: MilestoneRow, _number: int) -> LiveFormula:
        """Return what is first wrong in a milestone's row."""
        if "m" not in self._found:
            self._define_milestone()
        found, places = self._found, state_places()
        state, day = found["st"], found["d"]
        steps = [
            (f'{found["m"]}<>""', found["m"]),
            (self.shared.reason, self.shared.fine),
            (
                f"AND({found['open']},{day}>{formula_day(row.deadline)})",
                self._word("late"),
            ),
        ]
        unsaid = [at for said, at in places.items() if said not in row.states]
        if row.step:
            asked = ",".join(f"{state}={at}" for at in unsaid)
            steps.append((f"OR({asked})", self._word("step_unsaid")))
        back = {
            "done": f"{state}<>{places['done']}",
            "dropped": f"{state}<>{places['dropped']}",
        }
        started = OPEN_STATES - {"not_started", "blocked"}
        back |= dict.fromkeys(started, f"{state}={places['not_started']}")
        if row.last_state in back:
            steps.append((back[row.last_state], self._word("went_back")))
        return LiveFormula(nested(steps, self.shared.fine), say(self.form.language, "check.empty"))

    def _define_milestone(self) -> None:
        """Define what is wrong with state, day and words of a milestone."""
        shared, places = self.shared, state_places()
        state = self._found["st"] = state_name(shared)
        day = self._found["d"] = define_day(shared)
        end = formula_day(self.form.period.end)
        done, dropped = f"{state}={places['done']}", f"{state}={places['dropped']}"
        self._once(
            "open", f"AND({state}<>{places['done']},{state}<>{places['dropped']},ISNUMBER({day}))"
        )
        asks, none = shared.words("ask_reason"), shared.nothing("expected")
        unknown = f'IF({done},{shared.words("no_date")},IF({shared.reason},"",{asks}))'
        days = nested(
            [
                (shared.blank("expected"), shared.words("no_date")),
                (none, unknown),
                (f'{day}=""', shared.words("not_date")),
                (f"AND({done},{day}>{end})", shared.words("date_after")),
                (f"AND(NOT({done}),{day}<={end})", shared.words("date_past")),
            ],
            '""',
        )
        dates = self._once("x", days)
        wrong = f'AND(NOT({shared.blank("expected")}),NOT({none}),{day}="")'
        given_up = nested(
            [(wrong, shared.words("not_date")), (shared.nothing("remark"), asks)], '""'
        )
        steps = [
            (shared.faulty(), shared.words("error_value")),
            (shared.blank("state"), shared.words("empty")),
            (f"{state}=0", shared.words("not_state")),
            (dropped, given_up),
            (f'{dates}<>""', dates),
            (shared.nothing("progress"), shared.words("no_progress")),
            (
                f"AND({state}={places['blocked']},{shared.nothing('problems')})",
                shared.words("no_problems"),
            ),
        ]
        self._once("m", f"IFERROR({nested(steps, chr(34) * 2)},{shared.words('not_date')})")


def _between(number: str, ranges: Iterable[Range]) -> str:
    """Return the question whether a figure is in one of some ranges."""
    asked = []
    for one in ranges:
        step = f",MOD({number},{plain_formula(one.step)})=0" if one.step else ""
        low, high = plain_formula(one.low), plain_formula(one.high)
        asked.append(f"AND({number}>={low},{number}<={high}{step})")
    if len(asked) == 1:
        return asked[0]
    return f"OR({','.join(asked)})"


def share_limit(row: IndicatorRow) -> Decimal | None:
    """Return what a share cannot exceed, whatever is said about it; None for anything else."""
    one = row.indicator
    if one.measure is not Measure.SHARE or one.unit not in _SHARE_UNITS:
        return None
    return max(_SHARE_UNITS[one.unit], one.maximum or Decimal(0))


def plausible_limits(row: IndicatorRow) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and greatest figure that need no reason: the row's, ten times the target of
    an amount, a growth of 1000 %.
    """
    low, high, one = row.minimum, row.maximum, row.indicator
    if one.measure in AMOUNTS and one.value:
        most = _TENFOLD * abs(one.value)
        high = most if high is None else min(high, most)
        low = low if low is None else max(low, -most)
    if one.measure in CHANGES:
        high = _GREATEST_GROWTH if high is None else min(high, _GREATEST_GROWTH)
        low = -_GREATEST_GROWTH if low is None else max(low, -_GREATEST_GROWTH)
    return low, high


def nested(steps: Iterable[CheckStep], otherwise: str) -> str:
    """Return nested questions: the words of the first that holds, else the last."""
    listed = tuple(steps)
    return "".join(f"IF({when},{then}," for when, then in listed) + otherwise + ")" * len(listed)
