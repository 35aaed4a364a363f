"""One fence around every command: exit codes, one line an error, a report file instead of a
traceback.
"""

import sys
import tempfile
import traceback
from pathlib import Path

import typer

from xlreport.cli.command_table import program
from xlreport.cli.output_streams import speak
from xlreport.cli.terminal import complain, own_language
from xlreport.cli.usage_errors import CLICK_ERROR, show_usage_error
from xlreport.model.model_errors import CANNOT_RUN, DONE, STOPPED, USAGE, CannotRun
from xlreport.processes.platform_calls import interrupts_ignored
from xlreport.processes.platform_write_error_calls import is_full


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        for stream in (sys.stdout, sys.stderr):
            speak(stream)
        outcome = program()(arguments, prog_name="xlreport", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return stopped()
    except typer.Exit as error:
        return error.exit_code
    except CannotRun as error:
        complain(own_language(), error.code, **error.fields)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as error:  # noqa: BLE001 - the one fence: a fault inside costs one line and a report file
        if isinstance(error, CLICK_ERROR):
            show_usage_error(error, arguments)
            return USAGE
        if isinstance(error, OSError) and error.filename is None and is_full(error):
            complain(own_language(), "print-full")  # files name themselves; streams have no name
            return CANNOT_RUN
        complain(own_language(), "internal", report=str(_report()))
        return CANNOT_RUN
    if outcome == STOPPED:
        return stopped()
    return outcome if isinstance(outcome, int) else DONE


def stopped() -> int:
    """Say that the run was stopped, and return its exit code."""
    with interrupts_ignored():  # pressed again, it would interrupt the one line that says so
        complain(own_language(), "stopped")
    return STOPPED


def _report() -> Path:
    with tempfile.NamedTemporaryFile(
        "w", prefix="xlreport-", suffix=".txt", delete=False, encoding="utf-8"
    ) as report:
        report.write(f"{sys.version}\n{traceback.format_exc()}")
    return Path(report.name)
