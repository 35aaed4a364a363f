"""A Word template and plain values → a document, in which every value stands as text.

docxtpl gives the template's markup to Jinja and reads what comes out as markup again. So values
are escaped on their way, also those signs that docxtpl gives a meaning of its own after Jinja;
what no document can hold, or what turns writing round, is taken out or shown by its code.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlreport.model.model_errors import CannotRun

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Environment

Values = Mapping[str, object]
"""What a template may name: texts, numbers, lists of the same, by name."""
LONGEST_TEXT = 4000
"""Characters of one value that are written; a cell of a workbook may hold eight times as much."""
_BREAK_EVERY = 60
"""A run of so many Latin letters without a gap is given places to break: a table would grow wider
than its page.
"""
# a run of letters, none Chinese or full-width, that goes on: it may break here
_LONG_WORD = re.compile(rf"[^\s\u2e80-\uffef]{{{_BREAK_EVERY}}}(?=[^\s\u2e80-\uffef])")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOST_TEMPLATE = 20 << 20
"""Bytes of a template, unpacked: a letterhead with a picture fits a hundred times over."""
_QUOTED = re.compile(r"'([^']*)'")
"""A name in a sentence of Jinja's: 'plan' is undefined."""
_SHOWN = 60


def filled_paper(template: bytes, values: Values, name: str) -> bytes:
    """Return a document made of a template; the same values give the same bytes.

    Args:
        template: a Word document with `{{…}}` and `{% … %}`.
        values: what it may name.
        name: what the template is called in errors.

    Raises:
        CannotRun: `paper-unreadable` where it is no Word document, `paper-too-big` where it unpacks
            to more than a letterhead can be; `paper-template` where what
            stands in braces cannot be understood, `paper-name` where it names what there is not,
            each with the place.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, UndefinedError

    _prove(template, name)
    document = DocxTemplate(io.BytesIO(template))
    out = io.BytesIO()
    try:
        document.render(dict(values), _environment(), autoescape=True)
        document.save(out)
    except UndefinedError as error:
        place = _place(document, error)
        wrong = (_QUOTED.findall(str(error.message)) or [""])[-1]
        raise CannotRun("paper-name", file=name, place=place, wrong=wrong) from error
    except TemplateError as error:
        place = _place(document, error)
        raise CannotRun("paper-template", file=name, place=place) from error
    except (ArithmeticError, KeyError, TypeError, ValueError, SyntaxError) as error:
        # what braces ask for cannot be done, or what comes out is no markup (lxml: SyntaxError)
        place = _place(document, error)
        raise CannotRun("paper-template", file=name, place=place) from error
    return _repacked(out.getvalue())


def as_text(value: object) -> str:
    """Return a value as a document can hold it: no signs that steer, turn round or are not seen,
    and never endless.
    """
    plain = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(plain) > LONGEST_TEXT:
        plain = plain[: LONGEST_TEXT - 1] + "…"
    kept = "".join(one if one == "\n" else _seen(one) for one in plain)
    return _LONG_WORD.sub(lambda found: found[0] + "\u200b", kept)


def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in {"Zl", "Zp"}:
        return "\n"
    if letter == "\t":
        return " "
    if kind in {"Cc", "Cs", "Cn"}:
        return "\ufffd"
    return "" if kind == "Cf" else letter


def _escaped(value: object) -> object:
    """Return what stands in braces as markup that says just its text; docxtpl gives `{_{` a meaning
    of its own, so braces are escaped as well.
    """
    from jinja2 import Undefined
    from markupsafe import Markup, escape

    if isinstance(value, Undefined):
        return value  # it raises when it is written
    markup = str(escape(as_text("" if value is None else value)))
    return Markup(  # noqa: S704 - escaped in the line above
        markup.replace("{", "&#123;").replace("}", "&#125;")
    )


def _environment() -> "Environment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_escaped
    )


def _prove(template: bytes, name: str) -> None:
    """Refuse what is no Word document, or unpacks to more than a letterhead can be."""
    from docx import Document

    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
        if unpacked <= _MOST_TEMPLATE:
            Document(io.BytesIO(template))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError, RuntimeError,
            AttributeError, EOFError, zlib.error) as error:  # fmt: skip
        raise CannotRun("paper-unreadable", file=name) from error
    if unpacked > _MOST_TEMPLATE:
        raise CannotRun("paper-too-big", file=name, limit=_MOST_TEMPLATE >> 20)


def _place(document: "DocxTemplate", error: BaseException) -> str:
    """Return the words of the paragraph in which a template is wrong; empty where it is not known.

    docxtpl puts every paragraph on a line of its own, and Jinja names the line.
    """
    line = _line(error)
    if line is None:
        return ""
    markup = document.patch_xml(document.get_xml())
    paragraphs = re.sub(r"<w:p([ >])", r"\n<w:p\1", markup).splitlines()
    if not 0 < line <= len(paragraphs):
        return ""
    words = " ".join(re.sub(r"<[^>]+>", "", paragraphs[line - 1]).split())
    if len(words) <= _SHOWN:
        return words
    return words[: _SHOWN - 1] + "…"


def _line(error: BaseException) -> int | None:
    """Return the line of the template that an error is about: its own, else of the innermost frame
    that is the template's.
    """
    own = getattr(error, "lineno", None)
    if isinstance(own, int):
        return own
    found, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _repacked(document: bytes) -> bytes:
    """Return the same parts without the time of packing."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in packed.namelist():
            archive.writestr(zipfile.ZipInfo(part, _EPOCH), packed.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
