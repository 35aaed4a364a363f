"""The same round as an analyst would script it: pandas reads and checks, openpyxl marks, pandas writes one summary.

It knows the sheet and its heading row, which the program has to find; it does nothing about hostile files, several
copies, last period's figures, or what was changed in locked cells. `calamine` as third argument reads with that.
"""

import re
import sys
from pathlib import Path
from typing import Literal

import pandas as pd
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

SHEET, HEAD = "指标填报", 3
CODE = re.compile(r"[A-Z0-9-]+·\d{4}Q\d·(\w+)·v\d+·\w\w")
RED = PatternFill("solid", fgColor="FFC7CE")
KEPT = [
    "department",
    "code",
    "name",
    "section",
    "unit",
    "due",
    "typed",
    "actual",
    "progress",
    "source",
    "status",
    "fault",
]
WORDS = {
    "代码": "code", "指标名称": "name", "报告章节": "section", "单位": "unit", "应达": "due", "本期值": "typed",
    "进展": "progress", "存在问题": "problems", "下一步": "next_steps", "来源": "source", "备注": "remark",
}  # fmt: skip


def read_return(path: Path, engine: Literal["openpyxl", "calamine"]) -> pd.DataFrame:
    """Return the table of one workbook with its department."""
    cells = pd.read_excel(path, sheet_name=SHEET, header=None, dtype=object, engine=engine)
    code = next(match[1] for cell in cells.iloc[0] if (match := CODE.fullmatch(str(cell))))
    table = cells.iloc[HEAD + 1 :].copy()
    table.columns = [
        next((field for word, field in WORDS.items() if word in str(head)), f"column{place}")
        for place, head in enumerate(cells.iloc[HEAD])
    ]
    table = table.loc[table["code"].notna()]
    return table.assign(department=code, file=path.name)


def check(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its value as a number and what is wrong with it."""
    table["actual"] = pd.to_numeric(table["typed"], errors="coerce")
    table["due"] = pd.to_numeric(
        table["due"].astype(str).str.extract(r"(-?[\d.]+)")[0], errors="coerce"
    )
    table["fault"] = ""
    table.loc[table["typed"].isna(), "fault"] = "未填写"
    table.loc[table["typed"].notna() & table["actual"].isna(), "fault"] = "不是数字"
    table.loc[table["actual"] > 10 * table["due"], "fault"] = "超过应达数的十倍，请核对单位"
    return table


def mark(path: Path, out: Path, table: pd.DataFrame) -> None:
    """Write a copy with the faulty cells marked and explained."""
    book = load_workbook(path)
    page = book[SHEET]
    place = list(table.columns).index("typed") + 1
    bad = table.loc[table["fault"] != "", "fault"]
    for row, fault in zip(bad.index.to_list(), bad.to_list(), strict=True):
        cell = page.cell(row + 1, place)
        cell.fill = RED
        cell.comment = Comment(fault, "校验")
    book.save(out / path.name)


def main(inbox: Path, out: Path, engine: Literal["openpyxl", "calamine"]) -> None:
    """Read, check, mark and consolidate a folder."""
    out.mkdir(parents=True, exist_ok=True)
    tables = []
    for path in sorted(inbox.glob("*.xlsx")):
        table = check(read_return(path, engine))
        if (table["fault"] != "").any():
            mark(path, out, table)
        tables.append(table)
    whole = pd.concat(tables, ignore_index=True)
    whole["status"] = "正常"
    whole.loc[whole["actual"] < whole["due"], "status"] = "预警"
    whole.loc[whole["actual"] < 0.7 * whole["due"], "status"] = "滞后"
    whole.loc[whole["fault"] != "", "status"] = "未报"
    counts = whole.pivot_table(
        index="department", columns="status", values="code", aggfunc="count", fill_value=0
    )
    with pd.ExcelWriter(
        out / "summary.xlsx", engine="openpyxl" if engine == "openpyxl" else "xlsxwriter"
    ) as writer:
        counts.to_excel(writer, sheet_name="概览")
        whole[[*KEPT, "file"]].to_excel(writer, sheet_name="指标", index=False)
        whole.loc[whole["fault"] != "", [*KEPT, "file"]].to_excel(
            writer, sheet_name="问题", index=False
        )


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        "calamine" if sys.argv[3:] == ["calamine"] else "openpyxl",
    )
