"""Archives that came by mail, opened one level under the limits of everything else."""

from collections.abc import Iterator

from xlreport.mail.inbound_mail import Attached
from xlreport.model.returns.return_refusal import Refused
from xlreport.workbook.reading.container.container_zip_archive import open_package

_MAGIC = b"PK\x03\x04"
_WORKBOOKS = frozenset({"[content_types].xml", "mimetype"})
"""Entries by which a workbook is told from an archive of files."""
_OF_SYSTEMS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def unpacked_files(attached: Attached) -> Iterator[Attached]:
    """Yield the files of an archive, or what came as it is; an archive that is refused stays as it
    is, for a person.
    """
    if not attached.content.startswith(_MAGIC):
        yield attached
        return
    try:
        package = open_package(attached.content)
    except Refused:
        yield attached
        return
    if _WORKBOOKS & package.parts.keys():
        yield attached
        return
    for entry in package.entries:
        name = entry.name.lower()
        if not name.startswith(_OF_SYSTEMS) and not name.endswith(_OF_SYSTEMS):
            yield Attached(_name(entry.name), package.parts[name])


def _name(name: str) -> str:
    """Return an entry's name: archives of Chinese Windows have it in GBK, which was read as the DOS
    set.
    """
    last = name.rsplit("/", 1)[-1]
    try:
        raw = last.encode("cp437")
    except UnicodeEncodeError:
        return last
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return last
