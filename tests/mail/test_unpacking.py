"""Archives that came by mail."""

import io
import zipfile

import pytest

from xlreport.mail.inbound_mail import Attached
from xlreport.pipeline.files.unpacking_archive_files import unpacked_files


def archive(name: bytes) -> bytes:
    """An archive of one file whose name is written as bytes, without a mark of their set."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(zipfile.ZipInfo("x" * len(name), (2020, 7, 1, 0, 0, 0)), b"content")
    return stream.getvalue().replace(b"x" * len(name), name)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_mark_of_their_set(encoding: str) -> None:
    """Names as Chinese Windows and as other systems write them are both read."""
    (one,) = unpacked_files(Attached("a.zip", archive("03_人社厅（镕）.xlsx".encode(encoding))))
    assert (one.name, one.content) == ("03_人社厅（镕）.xlsx", b"content")


@pytest.mark.parametrize("name", [b"../../evil.xlsx", b"C:/evil.xlsx", b"a/../../b.xlsx"])
def test_names_that_lead_out_are_refused_whole(name: bytes) -> None:
    """An archive with tricks stays the file that it is."""
    content = archive(name)
    assert list(unpacked_files(Attached("a.zip", content))) == [Attached("a.zip", content)]


def test_what_only_begins_like_an_archive() -> None:
    """A damaged archive is handed on as it came."""
    broken = Attached("a.zip", b"PK\x03\x04 and no more")
    assert list(unpacked_files(broken)) == [broken]
