"""Names of attachments, in every form in which mail programs write them, and made safe for a
folder.
"""

import re
import unicodedata
from email.message import Message
from itertools import groupby

# an encoded word of RFC 2047, with the language of RFC 2231: =?gb2312?B?…?=
_WORD = re.compile(r"=\?([A-Za-z0-9_.:+-]+)(?:\*[A-Za-z-]*)?\?([bBqQ])\?([^?]*)\?=")
# white space between two encoded words, which belongs to neither (RFC 2047, 6.2)
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?)")
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "euc-cn": "gb18030",
    "big5": "big5hkscs",
}
"""Programs name the older set and use letters of the wider one."""
_LONGEST = 120
"""Bytes of a name without its suffix; what is made from it stays below 255."""
# the ending of a file name: .xlsx
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_KEPT = "-_()（）【】《》、，。·"


def attachment_name(part: Message) -> str:
    """Return the name that a part of a message says it has; empty where it says none."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        raw = next((str(value) for name, value in part.raw_items() if name.lower() == header), "")
        name = _parameter(_as_text(raw), header, parameter)
        if name:
            return decoded(name)
    return ""


def _as_text(raw: str) -> str:
    """Return a raw header as text: bytes outside ASCII are UTF-8, else GB18030."""
    content = raw.encode("utf-8", "surrogateescape")
    return _decode(content, "utf-8").replace("\r", "").replace("\n", "")


def _parameter(text: str, header: str, parameter: str) -> str:
    one = Message()
    one[header] = text
    try:
        value = one.get_param(parameter, header=header)
    except (ValueError, TypeError, LookupError, IndexError):
        return ""  # parameters that nobody can read
    if isinstance(value, tuple):
        charset, _, words = value
        return _decode(words.encode("latin-1", "replace"), charset or "utf-8")
    return value if isinstance(value, str) else ""


def decoded(text: str) -> str:
    """Return a text with its encoded words read; a letter may be split between two of them."""
    joined = _BETWEEN.sub("", text)
    pieces: list[str] = []
    last = 0
    for match in _WORD.finditer(joined):
        if match.start() > last:
            pieces.append(joined[last : match.start()])
        pieces.append(match[0])
        last = match.end()
    pieces.append(joined[last:])
    kinds = ((one, m[1].lower() if (m := _WORD.fullmatch(one)) else "") for one in pieces)
    out = []
    for charset, group in groupby(kinds, key=lambda pair: pair[1]):
        words = [one for one, _ in group]
        out.append(_decode(b"".join(map(_content, words)), charset) if charset else "".join(words))
    return "".join(out)


def _content(word: str) -> bytes:
    match = _WORD.fullmatch(word)
    if match is None:
        return b""
    if match[2] in "bB":
        import base64

        try:
            return base64.b64decode(match[3] + "=" * (-len(match[3]) % 4))
        except ValueError:
            return b""
    import quopri

    return quopri.decodestring(match[3].replace("_", " ").encode("utf-8"))


def _decode(content: bytes, charset: str) -> str:
    for one in (_WIDER.get(charset.lower(), charset), "utf-8", "gb18030"):
        try:
            return content.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def text_of_bytes(content: bytes) -> str:
    """Return bytes of a header or of a server as text: UTF-8, else GB18030."""
    return _decode(content, "utf-8")


def words_of_server(told: object) -> str:
    """Return what a server said as one short line, in its own encoding."""
    text = text_of_bytes(bytes(told)) if isinstance(told, bytes | bytearray) else str(told or "")
    return " ".join(text.split())[:300]


def safe_name(name: str) -> str:
    """Return a name that any disk takes and that leads nowhere, still readable: letters, digits, a
    few marks.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = unicodedata.normalize("NFC", last).strip()
    found = _SUFFIX.search(plain)
    suffix = found[0].lower() if found else ""
    stem = plain.removesuffix(found[0]) if found else plain
    kept = "".join(c if c in _KEPT or unicodedata.category(c)[0] in "LNM" else "_" for c in stem)
    short = re.sub(r"_+", "_", kept).strip("_")
    return short.encode()[:_LONGEST].decode("utf-8", "ignore") + suffix
