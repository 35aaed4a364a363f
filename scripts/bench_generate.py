"""What a department's workbook costs against bare XlsxWriter writing the same cells; prints ratios of CPU time."""

import sys
import time
import tomllib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xlreport.model.period import Period  # noqa: E402 - runs from a checkout
from xlreport.model.plans.plan import plan_from  # noqa: E402
from xlreport.pipeline.forms.making_forms import form_for  # noqa: E402
from xlreport.workbook.department.department_template import department_workbook  # noqa: E402
from xlreport.workbook.looks.loading_template_looks import load_looks  # noqa: E402

CALLS = (
    "write_string",
    "write_number",
    "write_blank",
    "write_formula",
    "set_row",
    "set_column_pixels",
)
Calls = list[tuple[str, list[tuple[str, tuple[Any, ...]]]]]


def record(work: Callable[[], bytes]) -> tuple[list[dict[str, Any]], Calls]:
    """Make a workbook once, and note which cells it writes where with which format."""
    looks: list[dict[str, Any]] = []
    known: dict[int, int] = {}
    alive: list[Any] = []
    sheets: dict[int, tuple[str, list[tuple[str, tuple[Any, ...]]]]] = {}
    kept = {name: getattr(Worksheet, name) for name in CALLS}
    add = Workbook.add_format

    def add_format(self: Workbook, properties: dict[str, Any] | None = None) -> Any:
        made = add(self, properties)
        if not {"xf_index", "hyperlink"} & set(
            properties or {}
        ):  # those two every workbook makes for itself
            known[id(made)] = len(looks)
            looks.append(dict(properties or {}))
            alive.append(made)
        return made

    def noting(name: str) -> Callable[..., Any]:
        def write(self: Worksheet, *values: Any) -> Any:
            calls = sheets.setdefault(id(self), (self.name, []))[1]
            calls.append(
                (name, tuple(("look", known[id(v)]) if id(v) in known else v for v in values))
            )
            return kept[name](self, *values)

        return write

    for name in CALLS:
        setattr(Worksheet, name, noting(name))
    Workbook.add_format = add_format
    try:
        work()
    finally:
        for name in CALLS:
            setattr(Worksheet, name, kept[name])
        Workbook.add_format = add
    return looks, list(sheets.values())


def replay(looks: list[dict[str, Any]], sheets: Calls) -> bytes:
    """Write the same cells and nothing else."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        made = [book.add_format(look) for look in looks]
        for title, calls in sheets:
            sheet = book.add_worksheet(title)
            for name, values in calls:
                getattr(sheet, name)(
                    *(made[v[1]] if isinstance(v, tuple) and v[0] == "look" else v for v in values)
                )
    return content.getvalue()


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one piece of work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main(rounds: int) -> None:
    plan = plan_from(
        tomllib.loads((ROOT / "schemas" / "tibet-2020.toml").read_text(encoding="utf-8"))
    )
    template = (ROOT / "workbook_templates" / "zh" / "department.xlsx").read_bytes()
    looks = load_looks(template)
    forms = [form_for(plan, department, Period.parse("2020-Q2")) for department in plan.reporters()]
    recorded = [record(lambda form=form: department_workbook(form, looks)) for form in forms]  # type: ignore[misc]
    ours, bare = [], []
    for _ in range(rounds):
        # In turn, so that whatever else the machine does falls on both alike.
        ours.append(cpu(lambda: [department_workbook(form, looks) for form in forms]))
        bare.append(cpu(lambda: [replay(*one) for one in recorded]))
    here, there = sorted(ours)[rounds // 2], sorted(bare)[rounds // 2]
    print(
        f"departments {len(forms)}, rounds {rounds}; the template {cpu(lambda: load_looks(template)):.3f} s"
    )
    each, alone = (seconds / len(forms) * 1000 for seconds in (here, there))
    print(f"CPU a workbook: department_workbook {each:.1f} ms, cells alone {alone:.1f} ms")
    print(f"ratio {here / there:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
