"""The command `xlreport`."""

import os
import signal
import sys


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
    sys.exit(code)


if __name__ == "__main__":
    main()
