"""Rules of reading that a small fault could change without any other test's notice: each was tried."""

import pytest

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.strict_xml import scan
from xlreport.workbook.reading.formats.raw_book import Table
from xlreport.workbook.reading.merged_cells import merged_fields


def test_a_part_nests_as_deep_as_the_limit_and_no_deeper() -> None:
    """The root counts as the first element."""
    most = worker_file_limits.DEPTH
    scan(b"<a>" * most + b"</a>" * most, "part", lambda *_: None)
    with pytest.raises(Refused):
        scan(b"<a>" * (most + 1) + b"</a>" * (most + 1), "part", lambda *_: None)


def test_a_merged_cell_is_shared_by_the_rows_with_codes_in_it() -> None:
    """One that a single row with a code lies in is that row's own."""
    table = Table("表", {}, merges=((2, 3, 3, 3), (5, 3, 6, 3)))
    found = merged_fields(table, {"code": 1, "remark": 3}, [2, 3, 5])
    assert found == {2: {"remark": (2, 3, 3, 3)}, 3: {"remark": (2, 3, 3, 3)}}
