"""The command `xlreport`."""

import atexit
import os
import signal
import sys
from typing import NoReturn


def main() -> None:
    """Run the command line and exit with its code; Ctrl-C stops it in one line at any moment."""
    # No plugin of another package watches our types; to look for some costs every command a walk
    # through all packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from xlreport.cli.exit_codes import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while modules are loaded, before or after the command
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from xlreport.cli.exit_codes import stopped

        code = stopped()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done but for leaving
    leave(code)


def leave(code: int) -> NoReturn:
    """End the process, all that was written being on its way, without taking its objects apart.

    To free a long draft's objects one by one costs a tenth of the run; mypy leaves as quickly. What
    was registered for the end is done, and where a stream cannot take its last lines, Python leaves
    in its own way and says so.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - workers are stopped, and coverage is kept
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    main()
