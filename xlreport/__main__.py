"""The command `xlreport`."""

import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    # No plugin of another package watches our types; to look for some costs every command a walk
    # through all packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from xlreport.cli.run import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
