"""Locked cells that were changed: in the copy they can be typed in, and what was sent out is one
click away, in a list of its own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from xlreport.messages import say
from xlreport.model.returns.finding import Finding
from xlreport.workbook.annotating.annotated_conditions import cells_of
from xlreport.workbook.annotating.annotated_package import Patch
from xlreport.workbook.annotating.annotated_sheet import CLOSED, validations_placed
from xlreport.workbook.annotating.annotated_splicing import (
    Edit,
    appended,
    apply,
    children,
    elements,
    escaped_words,
    is_empty,
    none,
    prefix,
    with_attribute,
)
from xlreport.workbook.reading.formats.xlsx_format import Outline
from xlreport.workbook.reading.reading_our_marks import every

_LONGEST_CHOICE, _LONGEST_PROMPT = 200, 250
"""Characters; Excel takes 255 of either."""
_CELL = rb"<(?:[A-Za-z_][\w.-]*:)?c(?=\s)[^<>]*?\sr\s*=\s*[\"']%s[\"'][^<>]*>"
"""The start tag of one cell."""
# the number of a cell's look
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d{1,6})[\"']")
# the beginning of one validation, with or without a prefix: `<dataValidation `, `<x:data…`
_VALIDATION = re.compile(rb"<(?:[\w.-]+:)?dataValidation\s")
_OFFER = re.compile(
    rb"<((?:[\w.-]+:)?)dataValidation\s[^<>]*promptTitle=\"([^\"<>]*)\"[^<>]*"
    rb"(?:/>|(?<!/)>.*?</\1dataValidation>)",
    re.DOTALL,
)
"""One list with the words beside it."""
# a list of validations in which none is left
_EMPTY = re.compile(rb"<((?:[\w.-]+:)?)dataValidations\b[^<>]*>\s*</\1dataValidations>")
# the count that a list of validations states of itself
_COUNT = re.compile(rb"(<(?:[\w.-]+:)?dataValidations\b[^<>]*?\scount=)(\"[^\"]*\"|'[^']*')")
# the protection of a cell format: `<protection locked="0"/>`
_PROTECTION = re.compile(rb"<(?:[\w.-]+:)?protection\b[^<>]*?/>")
# its alignment, which stands before it: `<alignment wrapText="1"/>`
_ALIGNMENT = re.compile(rb"<(?:[\w.-]+:)?alignment\b[^<>]*?/>")


def to_restore(findings: Iterable[Finding]) -> dict[str, str]:
    """Return the cells of one sheet's findings in which what was sent out is to be put back."""
    return {
        found.cell: found.fields["sent"]
        for found in findings
        if "sent" in found.fields and cells_of(found.cell) == (found.cell,)
    }


def style_of(content: bytes, place: str) -> int | None:
    """Return the cell format of a cell; None where it is not written."""
    tag = re.search(_CELL % place.encode(), content)
    if tag is None:
        return None
    style = _STYLE.search(tag[0])
    return int(style[1]) if style else 0


def restyled(content: bytes, styles: Mapping[str, int]) -> bytes:
    """Return a sheet in which these cells have these formats."""
    edits = []
    for place, style in styles.items():
        tag = re.search(_CELL % place.encode(), content)
        if tag is None:
            continue
        found = _STYLE.search(tag[0])
        new = f' s="{style}"'.encode()
        if found:
            edits.append(Edit(tag.start() + found.start(), tag.start() + found.end(), new))
        else:
            name = re.match(rb"<[^\s<>]+", tag[0])
            place_of_style = tag.start() + (name.end() if name else 0)
            edits.append(Edit(place_of_style, place_of_style, new))
    return apply(content, edits)


def unlocked_styles(
    content: bytes, where: str, styles: Iterable[int]
) -> tuple[bytes, dict[int, int]]:
    """Return the styles with copies of some cell formats that can be typed in, and where each copy
    stands.
    """
    found = elements(content, where)
    lists = [one for one in children(found) if one.name == "cellXfs"]
    formats = [one for one in found if one.name == "xf" and one.path[-1:] == ("cellXfs",)]
    wanted = sorted({style for style in styles if style < len(formats)})
    if not lists or not wanted:
        return content, {}
    p = prefix(content, found[0])
    copies = [
        _unlocked(content[formats[n].start : formats[n].end], empty=is_empty(formats[n]), p=p)
        for n in wanted
    ]
    places = {style: len(formats) + n for n, style in enumerate(wanted)}
    new = b"".join(copies).decode()
    count = str(len(formats) + len(copies))
    edits = [with_attribute(content, lists[0], "count", count), *appended(content, lists[0], new)]
    return apply(content, edits), places


def _unlocked(written: bytes, *, empty: bool, p: str) -> bytes:
    """Return a cell format, as it is written, that lets its cells be typed in."""
    open_cell = f'<{p}protection locked="0"/>'.encode()
    bare = re.sub(rb"\sapplyProtection\s*=\s*(\"[^\"]*\"|'[^']*')", b"", written)
    bare = _PROTECTION.sub(b"", bare)
    tag = re.match(rb"<[^\s/>]+", bare)
    opened = tag.end() if tag else 0
    applied = bare[:opened] + b' applyProtection="1"' + bare[opened:]
    if empty:
        return applied.rstrip(b"/> \t\r\n") + b">" + open_cell + f"</{p}xf>".encode()
    alignment = _ALIGNMENT.search(applied)
    place = alignment.end() if alignment else applied.index(b">") + 1
    return applied[:place] + open_cell + applied[place:]


def without_offers(content: bytes) -> bytes:
    """Return a sheet without the lists that an earlier copy offered."""
    ours = {mark.encode() for mark in every("annotate.mark")}
    if not any(mark in content for mark in ours):
        return content
    kept = _OFFER.sub(lambda one: b"" if one[2] in ours else one[0], content)
    if kept == content:
        return content
    left = b'"%d"' % len(_VALIDATION.findall(kept))
    return _COUNT.sub(lambda one: one[1] + left, _EMPTY.sub(b"", kept))


def with_offers(content: bytes, where: str, values: Mapping[str, str], language: str) -> bytes:
    """Return a sheet that offers these values in these cells, where nothing is offered yet."""
    found = elements(content, where, closed=CLOSED, deep=none)
    p = prefix(content, found[0])
    lists = [one for one in children(found) if one.name == "dataValidations"]
    old = content[lists[0].start : lists[0].end] if lists else b""
    taken = {
        place
        for ranges in re.findall(rb"sqref\s*=\s*[\"']([^\"']*)[\"']", old)
        for place in cells_of(ranges.decode("ascii", "replace"))
    }
    offers = [
        _offer(place, value, language, p) for place, value in values.items() if place not in taken
    ]
    if not offers:
        return content
    if lists and not is_empty(lists[0]):
        count = len(_VALIDATION.findall(old)) + len(offers)
        edit = with_attribute(content, lists[0], "count", str(count))
        return apply(content, [edit, *appended(content, lists[0], "".join(offers))])
    whole = f'<{p}dataValidations count="{len(offers)}">{"".join(offers)}</{p}dataValidations>'
    if lists:
        return apply(content, [Edit(lists[0].start, lists[0].end, whole.encode())])
    return apply(content, [validations_placed(found, whole)])


def _offer(place: str, value: str, language: str, p: str) -> str:
    """Return one list with one value, and the words beside it."""
    said = say(language, "annotate.offer", sent=value)[:_LONGEST_PROMPT]
    title, prompt = (
        escaped_words(text).replace('"', "&quot;").replace("\n", "_x000a_")
        for text in (say(language, "annotate.mark"), said)
    )
    shown = f'showInputMessage="1" promptTitle="{title}" prompt="{prompt}" sqref="{place}"'
    plain = len(value) <= _LONGEST_CHOICE and not set(value) & set(',"\n')
    if not plain:
        return f'<{p}dataValidation allowBlank="1" {shown}></{p}dataValidation>'
    listed = escaped_words(f'"{value}"')
    return (
        f'<{p}dataValidation type="list" allowBlank="1" {shown}>'
        f"<{p}formula1>{listed}</{p}formula1></{p}dataValidation>"
    )


def unlock(
    patch: Patch, outline: Outline, findings: Sequence[Finding], language: str
) -> dict[str, bytes]:
    """Unlock the changed locked cells of a package and offer what was sent out; take away what an
    earlier copy offered.

    Returns:
        The sheets that it changed, by their part, as they are then.
    """
    parts = {entry.name: outline.sheet_part(entry) for entry in outline.sheets}
    wanted: dict[str, dict[str, str]] = {}
    for found in findings:
        if (part := parts.get(found.sheet)) and (cells := to_restore((found,))):
            wanted.setdefault(part, {}).update(cells)
    changed = {}
    for part in filter(None, parts.values()):
        content = patch.package.part(part)
        bare = without_offers(content)
        if bare != content:
            changed[part] = bare
    old = {
        part: {place: style_of(patch.package.part(part), place) for place in cells}
        for part, cells in wanted.items()
    }
    styles = outline.of_kind("styles") or ""
    numbers = {n for formats in old.values() for n in formats.values() if n is not None}
    if numbers and styles:
        content, places = unlocked_styles(patch.get(styles), styles, numbers)
        patch.put(styles, content)
        for part, found_styles in old.items():
            looks = {
                place: places[n]
                for place, n in found_styles.items()
                if n is not None and n in places
            }
            content = restyled(changed.get(part, patch.package.part(part)), looks)
            offers = {place: wanted[part][place] for place in looks}
            changed[part] = with_offers(content, part, offers, language)
    for part, content in changed.items():
        patch.put(part, content)
    return changed
