"""What somebody edited is never overwritten."""

import io
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

from xlreport.model.judged.judged_summary import Summary
from xlreport.pipeline.files.edited_outputs import is_as_written, place_beside, sealed
from xlreport.pipeline.summing.summing_outputs import write_all


def book() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.add_worksheet("总览").write(0, 0, 5)
    return out.getvalue()


def test_every_changed_byte_breaks_the_seal() -> None:
    """The fingerprint is that of the whole file; programs read it as before."""
    content = sealed(book())
    assert is_as_written(content)
    assert openpyxl.load_workbook(io.BytesIO(content))["总览"]["A1"].value == 5
    for at in range(0, len(content), 97):
        spoilt = bytearray(content)
        spoilt[at] ^= 1
        assert not is_as_written(bytes(spoilt)), at
    assert not any(map(is_as_written, (b"", b"PK", book(), content[:-1], content + b"\0")))


def test_the_next_one_goes_beside(small_summary: Summary, tmp_path: Path) -> None:
    """The same run again writes nothing; after an edit the new one stands beside, once."""
    out = tmp_path / "summary.xlsx"
    assert write_all(small_summary, out) == [(out, True)]
    assert write_all(small_summary, out) == [(out, False)]
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as saved:
        for name, part in parts.items():
            saved.writestr(name, part)
    kept, beside = out.read_bytes(), tmp_path / "summary-2.xlsx"
    assert write_all(small_summary, out) == [(beside, True)]
    assert write_all(small_summary, out) == [(beside, False)]
    assert out.read_bytes() == kept
    beside.write_bytes(kept)
    assert place_beside(out) == tmp_path / "summary-3.xlsx"
