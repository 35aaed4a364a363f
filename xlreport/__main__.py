"""The command `xlreport`."""

import atexit
import gc
import os
import signal
import sys

_MADE_BEFORE_A_SEARCH = 200_000
"""A run makes rows by the ten thousand and keeps them; to look for rings among them after every 700
costs a tenth.
"""


def main() -> None:
    """Run the command line and exit with its code; Ctrl-C stops it in one line at any moment."""
    # No plugin of another package watches our types; to look for some costs every command a walk
    # through all packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(_MADE_BEFORE_A_SEARCH)
    reached: list[int] = []
    atexit.register(leave, reached)  # registered first, it is done last
    try:
        from xlreport.cli.exit_codes import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while modules are loaded, before or after the command
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from xlreport.cli.exit_codes import stopped

        code = stopped()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done but for leaving
    reached.append(code)
    sys.exit(code)


def leave(code: list[int]) -> None:
    """End the process once all is done and said, without taking its objects apart.

    To free those of a long draft one by one costs a tenth of the run; mypy leaves as quickly. Where
    a stream cannot take its last lines, Python leaves in its own way and says so.
    """
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return
    if code:
        os._exit(code[0])


if __name__ == "__main__":
    main()
