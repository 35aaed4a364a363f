"""Elements of a page, in which every text is escaped; only what these functions made stands as it
is.
"""

from html import escape

_ALONE = frozenset({"meta", "input", "rect", "br", "line"})


class Html(str):
    """Markup that is already safe."""

    __slots__ = ()


def el(name: str, /, *children: str | None, **attributes: object) -> Html:
    """Return an element; a trailing `_` is dropped from an attribute's name, other `_` become `-`.

    Children that are plain text are escaped, None is nothing. An attribute that is None or False is
    left out, one that is True stands alone.
    """
    words = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in {"meta", "input", "br"}:
        return Html(f"<{name}{words}>")
    if name in _ALONE:
        return Html(f"<{name}{words}/>")
    return Html(f"<{name}{words}>{join(*children)}</{name}>")


def page_head(title: str, style: str, policy: str) -> Html:
    """Return the head of a page that loads nothing and tells nobody where its reader came from.

    Args:
        title: of the window.
        style: the page's style sheet.
        policy: the content security policy, by which only what stands in the page is obeyed.
    """
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", title),
        el("style", Html(style)),
    )


def join(*children: str | None) -> Html:
    """Return several pieces one after the other."""
    there = (child for child in children if child is not None)
    return Html("".join(child if isinstance(child, Html) else _text(child) for child in there))


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{_text(str(value))}"'


def _text(text: str) -> str:
    """Escape a text; characters that no page may hold become a replacement mark."""
    plain = "".join(letter if letter in "\t\n\r" or letter >= " " else "\ufffd" for letter in text)
    return escape(plain.encode("utf-8", "replace").decode("utf-8"), quote=True)
