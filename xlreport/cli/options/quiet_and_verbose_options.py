"""Options that every command has, put around its function: --quiet and --verbose."""

import inspect
import platform
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Annotated, Any

import typer

from xlreport.cli.output_streams import clear_sign, show_sign
from xlreport.cli.terminal import display_width, own_language, show, speak_quietly
from xlreport.messages import say

Quiet = Annotated[bool, typer.Option("--quiet", "-q")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v")]


def with_shared_options(function: Callable[..., None]) -> Callable[..., None]:
    """Return a command's function with the options that all have, behind its own."""

    @wraps(function)
    def called(*args: Any, quiet: bool, verbose: bool, **options: Any) -> None:
        began = monotonic()
        speak_quietly(quiet=quiet)
        if not quiet:
            _show_begun()
        try:
            function(*args, **options)
        finally:
            clear_sign()
            speak_quietly(quiet=False)
            if verbose:
                _show_run(monotonic() - began)

    more = {"quiet": Quiet, "verbose": Verbose}
    own = inspect.signature(function)
    flags = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=kind)
        for name, kind in more.items()
    ]
    called.__signature__ = own.replace(parameters=[*own.parameters.values(), *flags])  # type: ignore[attr-defined]
    called.__annotations__ = {**function.__annotations__, **more}
    return called


def _show_begun() -> None:
    words = say(own_language(), "screen.begun")
    show_sign(words, display_width(words))


def _show_run(seconds: float) -> None:
    """Print what ran, with which settings, and how long it took."""
    from pathlib import Path

    from xlreport import __version__
    from xlreport.cli.options.option_defaults import settings_file

    language = own_language()
    file = settings_file(Path.cwd())
    settings = str(file) if file else say(language, "screen.no-settings")
    words = {"version": __version__, "python": platform.python_version(), "settings": settings}
    show(say(language, "screen.ran", **words, seconds=f"{seconds:.1f}"), error=True)
