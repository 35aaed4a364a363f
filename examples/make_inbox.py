"""Make `examples/inbox/` and `examples/last/` from the plan, the values and the recipe.

`python -m examples.make_inbox` writes both. The same input gives the same bytes, except for the
workbooks that the recipe sends through LibreOffice; where that is not installed, those keep the
copy that is there.
"""

# ruff: noqa: INP001, T201 - a script that tells what it wrote

import csv
import io
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from examples import twists
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.filling_forms import fill, typed
from xlreport.pipeline.forms.generating_forms import generate
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_earlier_records import read_last
from xlreport.pipeline.summing.summing_outputs import write_data
from xlreport.workbook.department.department_template import workbook_name
from xlreport.workbook.department.form_open_cells import fill_cells
from xlreport.workbook.reading.submission_reader import read

HERE = Path(__file__).resolve().parent
Entry = dict[str, Any]
"""One table of the recipe."""


def make(out: Path, *, office: bool) -> None:
    """Write last quarter's data and this quarter's inbox below a folder.

    Args:
        out: where `inbox/` and `last/` are written.
        office: whether to make the workbooks that go through LibreOffice.
    """
    recipe = tomllib.loads((HERE / "recipe.toml").read_text(encoding="utf-8"))
    plan = load_plan(HERE / recipe["plan"])
    (out / "inbox").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_last(plan, recipe, folder, out / "last" / "2020-Q1.csv")
        earlier = read_last(out / "last" / "2020-Q1.csv")
        for number, entry in enumerate(recipe["workbook"]):
            if entry.get("saved_by") == "libreoffice" and not office:
                continue
            own = load_plan(HERE / entry["plan"]) if "plan" in entry else plan
            content = workbook(entry, own, recipe, folder / str(number), earlier)
            (out / "inbox" / entry["file"]).write_bytes(content)
    for entry in recipe["other"]:
        (out / "inbox" / entry["file"]).write_bytes(other_file(entry))


def write_last(plan: Plan, recipe: Entry, folder: Path, out: Path) -> None:
    """Send last quarter's values through the program, and keep what it accepted as data."""
    period, saved = Period.parse(recipe["last"]["period"]), recipe["last"]["saved"]
    inbox = folder / "last"
    for values in sorted((HERE / "values_q1").glob("*.csv")):
        template = template_of(plan, period, values.stem, recipe, folder, ())
        fill(template, values, inbox / template.name, saved_at=saved)
    intake = receive([inbox], [plan], jobs=1)
    write_data(consolidate(intake, period=period), out)


def template_of(
    plan: Plan,
    period: Period,
    department: str,
    recipe: Entry,
    folder: Path,
    earlier: Sequence[Record],
) -> Path:
    """Return one department's workbook as it was sent out; all of a plan and period are made at
    once.
    """
    sent = folder / f"{plan.code}-{period}"
    if not sent.exists():
        for _ in generate(plan, period, sent, earlier=earlier, note=recipe["note"]):
            pass
    owner = plan.department_of(department)
    if owner is None:
        sys.exit(f"no department {department}")
    return sent / workbook_name(form_for(plan, owner, period))


def workbook(
    entry: Entry, plan: Plan, recipe: Entry, folder: Path, earlier: Sequence[Record]
) -> bytes:
    """Fill one department's workbook, and do to it what the recipe says that hands and programs
    did.
    """
    period, saved = Period.parse(recipe["period"]), entry["saved"]
    filled = folder / "filled.xlsx"
    template = template_of(plan, period, entry["department"], recipe, folder.parent, earlier)
    fill(
        template,
        HERE / "values" / f"{entry.get('values', entry['department'])}.csv",
        filled,
        saved_at=saved,
    )
    content = filled.read_bytes()
    for hand in entry.get("hand", ()):
        if "sheet_of" in hand:
            other = template_of(plan, period, hand["sheet_of"], recipe, folder.parent, earlier)
            fill(other, HERE / "values" / f"{hand['sheet_of']}.csv", folder / "other.xlsx")
            content = twists.with_sheet(
                content, (folder / "other.xlsx").read_bytes(), hand["sheet"]
            )
            content = fill_cells(content, {}, saved_at=saved)
        else:
            content = by_hand(content, hand)
    match entry.get("saved_by"):
        case "openpyxl":
            content = fill_cells(twists.saved_by_openpyxl(content), {}, saved_at=saved)
        case "libreoffice":
            content = saved_by_libreoffice(content, folder, Path(entry["file"]).suffix)
    return content


def by_hand(content: bytes, hand: Entry) -> bytes:
    """Do one thing that a hand did to a filled workbook."""
    book = read(content, "filled.xlsx", known_headings(None))
    if not isinstance(book, Submission):
        sys.exit(f"cannot be read: {book.finding.code}")
    if "row_below" in hand:
        return twists.with_row(content, hand["row_below"], hand["cells"])
    line = next((one for one in book.entries if one.code == hand.get("code")), None)
    if "field" not in hand:
        if line is None:
            sys.exit(f"no row {hand}")
        return twists.without_row(content, line.sheet, line.row)
    cell = line.cells[hand["field"]] if line else book.contacts[hand["field"]]
    if "formula" in hand:
        return twists.with_formula(content, cell, hand["formula"], hand.get("result"))
    if "percent" in hand:
        return twists.with_percent(content, cell, hand["percent"])
    return twists.with_typed(content, cell, typed(hand["typed"], hand["field"], "zh"))


def saved_by_libreoffice(content: bytes, folder: Path, suffix: str) -> bytes:
    """Open a workbook in LibreOffice and save it; it keeps the saving time that stands in the
    file.
    """
    source = folder / "opened.xlsx"
    source.write_bytes(content)
    profile = (folder.parent / "office").as_uri()
    command = (
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        suffix[1:],
    )
    subprocess.run(  # noqa: S603 - the words of the command are ours
        (*command, "--outdir", str(folder / "saved"), str(source)),
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / "saved" / f"opened{suffix}").read_bytes()


def other_file(entry: Entry) -> bytes:
    """Return what lies in every inbox and is no return: a scan, a picture, a lock file, somebody
    else's workbook.
    """
    match entry["kind"]:
        case "pdf":
            return small_pdf(str(entry["text"]))
        case "picture":
            return small_picture()
        case "lock":
            user = str(entry["text"])
            return bytes([len(user)]) + user.encode("utf-16-le").ljust(164, b"\x20")
        case "workbook":
            return plain_workbook(entry["rows"], entry["saved"])
    sys.exit(f"unknown kind {entry['kind']}")


def small_pdf(text: str) -> bytes:
    """Return a page as a scanner's program writes it, with one line of text in place of the
    picture.
    """
    stream = f"BT /F1 18 Tf 72 760 Td ({text}) Tj ET".encode("ascii")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return (
        out
        + start
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )


def small_picture() -> bytes:
    """Return a grey PNG of 64 by 48."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        )

    head = (64).to_bytes(4, "big") + (48).to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = b"".join(b"\x00" + bytes([200 - y] * 64) for y in range(48))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def plain_workbook(rows: str, saved: datetime) -> bytes:
    """Return a workbook that has nothing to do with us."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": saved})
    sheet = book.add_worksheet()
    for number, row in enumerate(csv.reader(io.StringIO(rows))):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    installed = shutil.which("soffice") is not None
    if not installed:
        print("LibreOffice is missing: what it saves is not made again")
    make(HERE, office=installed)
