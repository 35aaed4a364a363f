"""A plan that is read table by table is the plan of the whole document, and as faulty where that is."""

import tomli
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from xlreport.model.plans.plan import Plan, plan_from
from xlreport.pipeline.plans.loading_plan_tables import plan_in

HEAD = '[plan]\ncode = "T-2020"\ntitle = "t"\ngovernment = "g"\nyear = 2020\nreport = "r"\nbegins = "b"\n'
INDICATOR = """[[indicator]]
code = "Z1"
name = "n"
section = "s"
figure = "f"
lead = "D"
unit = "%"
measure = "share"
direction = "more"
comparator = "ge"
value = 9.50
printed = "9"
profile = "hold"
decimals = 2
"""
MILESTONE = """[[milestone]]
code = "M1"
name = "m"
section = "s"
figure = "f"
lead = "E"
action = "advance"
steps = [
    "1",
    "2", "3",
    "4",
]
"""
BLOCKS = (
    "",
    "[policy]\nlevel_points = 3\n",
    "[profiles]\nlate = [0, 0.5, 40, 100]\n",
    '[[department]]\ncode = "D"\nname = "单位"\n',
    '[[department]]\ncode = "E"\nname = "e"\naliases = ["一", "二"]\n',
    INDICATOR,
    '[indicator.baseline]\nvalue = -3.9\ncomparator = "le"\n',
    MILESTONE,
    '[[left_out]]\nfigure = "7"\nreason = """\nwords\n[[indicator]]\n"""\n',
    '[[revision]]\ncode = "Z1"\nsince = "2020-Q3"\ndocument = "d"\nvalue = 8\ndue = 2020-12-01\n',
)
LINES = (
    "value = 4", "value = -0", "value = 007", "value = 1e3", "value = 0.10", 'note = "a\\tb"', 'note = "a\tb"',
    'note = ""', "note = ''", 'note = "\x7f"', 'note = """', 'note = "', '# note = "x"', '"note" = "x"', 'note = "x" # y"', 'note = "长\u2028行"', "# words", "", " ", "]",
    "complete = true", "aliases = []", 'aliases = ["x","y"]', "baseline = { value = 9 }", "[[indicator]]",
    "[[ indicator ]]", "[[indicator]] # x", "[[steps]]", "[[a.b]]", "[plan]", "indicator = []",
    "department = [{ code = 'Q', name = 'q' }]", 'lead = "E"', "unknown = 1", 'code = "Z2"',
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A plan file of any tables in any order, some of its lines replaced, doubled, left out or put elsewhere."""
    lines = (HEAD + "".join(draw(st.lists(st.sampled_from(BLOCKS), max_size=6)))).split("\n")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines)))
        lines[at : at + draw(st.integers(0, 2))] = draw(
            st.lists(st.sampled_from([*LINES, *lines]), max_size=1)
        )
    return "\n".join(lines)


def outcome(read: object, text: str) -> object:
    """The plan, or what is said instead."""
    assert callable(read)
    try:
        plan = read(text)
    except tomli.TOMLDecodeError as error:
        return str(error)
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False, include_context=False)
    assert isinstance(plan, Plan)
    return plan, plan.model_dump_json(), plan.model_dump_json(exclude_unset=True)


@given(texts())
@example(HEAD + "".join(BLOCKS))
@example(HEAD + BLOCKS[3] + BLOCKS[1])
@example(HEAD + BLOCKS[3] + BLOCKS[5] + "[[nothing]]\nvalue = 1\n")
@example((HEAD + "".join(BLOCKS[3:6])).removesuffix("\n"))
def test_read_table_by_table(text: str) -> None:
    """The same plan, with the same fields given; or the same fault, in the same words."""
    assert outcome(plan_in, text) == outcome(lambda whole: plan_from(tomli.loads(whole)), text)
