"""The text of a .docx, paragraph by paragraph, within the bounds that workbooks have."""

from xlreport.model.returns.return_refusal import damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import feed, parser_for
from xlreport.workbook.reading.container.container_zip_archive import open_package

_MAIN = "word/document.xml"
_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_REPEATED = "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What a new element says a second time for old programs."""
_MOST = worker_file_limits.FILE_BYTES


class _Words:
    """Collects text; a table's row becomes a line with its cells between tabs."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.cells = 0
        self.repeated = 0
        self.in_text = False

    def opened(self, name: str, _attributes: dict[str, str]) -> None:
        """Note where text begins."""
        if name == _REPEATED:
            self.repeated += 1
        local = _local(name)
        self.in_text = local == "t"
        if local == "tc":
            self.cells += 1
        elif local in {"tab", "br", "cr"} and not self.repeated:
            broken = "" if self.cells else "\n"
            self.pieces.append("\t" if local == "tab" else broken)

    def closed(self, name: str) -> None:
        """End a paragraph, a cell, a row."""
        local = _local(name)
        self.in_text = False
        if name == _REPEATED:
            self.repeated -= 1
        elif local == "tc":
            self.cells -= 1
            self.pieces.append("\t")
        elif (local == "p" and not self.cells) or local == "tr":
            self.pieces.append("\n")

    def said(self, words: str) -> None:
        """Take text."""
        if self.in_text and not self.repeated:
            self.size += len(words)
            if self.size > _MOST:
                raise damaged(_MAIN)
            self.pieces.append(words.replace("\n", " "))


def _local(name: str) -> str:
    space, _, local = name.rpartition("}")
    return local if space in _SPACES else ""


def word_text(content: bytes) -> str:
    """Return the text of a document's main part; raises Refused.

    Deleted text, notes and comments are no part of it; numbers that Word makes are not printed.
    """
    package = open_package(content)
    words = _Words()
    parser = parser_for(_MAIN)
    parser.StartElementHandler = words.opened
    parser.EndElementHandler = words.closed
    parser.CharacterDataHandler = words.said
    feed(parser, package.part(_MAIN), _MAIN)
    return "".join(words.pieces)
