"""What a package carries that acts by itself or lies elsewhere; it is named, never followed and
never run.
"""

import re
from functools import lru_cache

from xlreport.workbook.reading.container.container_xml import scan
from xlreport.workbook.reading.container.container_zip_archive import Package

ACTIVE = (
    "macros", "external links", "DDE", "embedded objects", "ActiveX", "connections", "add-ins",
)  # fmt: skip
# what acts or leads elsewhere, by the names of parts in lower case: `xl/vbaproject.bin`
_BY_NAME = (
    (
        "macros",
        re.compile(
            r"vbaproject|vbadata|/(macro|intlmacro|dialog)sheets/|^customui/|/attachedtoolbars",
            re.MULTILINE,
        ),
    ),
    ("external links", re.compile(r"/externallinks/|/rdrichvaluewebimage")),
    ("DDE", re.compile(r"/volatiledependencies")),
    ("embedded objects", re.compile(r"/embeddings/|/oleobject")),
    ("ActiveX", re.compile(r"/activex/")),
    ("connections", re.compile(r"/connections\.|/querytables/|/model/|/datamashup")),
    ("add-ins", re.compile(r"webextensions?/|/taskpanes")),
)
# which type a part is declared as
_OVERRIDE = re.compile(rb"<[^<>]*\bPartName=[^<>]*>")
_BY_TYPE = (
    ("macros", ("vbaproject", "macrosheet", "dialogsheet")),
    ("external links", ("externallink",)),
    ("embedded objects", ("oleobject",)),
    ("ActiveX", ("activex",)),
    ("connections", ("connections+xml", "querytable")),
)
"""Words of content types, in lower case."""
_MAYBE_OUTSIDE = (b"External", b"&#", b"\x00")
"""Without one of these (the word itself, written in references, or in UTF-16) nothing leads
outside.
"""
_CLICK = re.compile(rb"""\bmacro\s*=\s*["'][^"']""")
"""A drawing that runs a macro, of this workbook or of another one, when it is clicked."""
_TYPES = "[content_types].xml"
_SMALL = 10_000
"""Bytes of a list of types, with the names of the parts, whose outcome is remembered: workbooks
saved by one program mostly share it.
"""


def active_parts(package: Package) -> tuple[str, ...]:
    """Return which of `ACTIVE` a package carries."""
    types = package.parts.get(_TYPES, b"")
    names = "\n".join(package.parts)
    listed = _known_list if len(types) + len(names) <= _SMALL else _listed
    found = set(listed(names, types))
    for name, content in package.parts.items():
        if name.endswith(".rels") and any(sign in content for sign in _MAYBE_OUTSIDE):
            found |= _outside(content, name)
        elif "/externallinks/" in name and b"ddeLink" in content:
            found.add("DDE")
        elif (name.endswith(".vml") and b"FmlaMacro" in content) or (
            "/drawings/" in name and _CLICK.search(content)
        ):
            found.add("macros")
        elif name.startswith("customxml/") and b"DataMashup" in content:
            found.add("connections")
    return tuple(kind for kind in ACTIVE if kind in found)


def _listed(names: str, types: bytes) -> frozenset[str]:
    """Return what the names of parts and the list of their types tell."""
    told = b" ".join(_OVERRIDE.findall(types)).decode("utf-8", "replace").lower()
    found = {kind for kind, pattern in _BY_NAME if pattern.search(names)}
    return frozenset(
        found | {kind for kind, words in _BY_TYPE if any(word in told for word in words)}
    )


_known_list = lru_cache(maxsize=64)(_listed)


def _outside(content: bytes, where: str) -> set[str]:
    """Return what a part's relationships to the outside are; a link that waits for a click is
    none.
    """
    found: set[str] = set()

    def start(_name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith(
            "/hyperlink"
        ):
            found.add("external links")

    scan(content, where, start)
    return found
