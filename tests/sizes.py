"""How large the sweeps of the tests are: small where somebody waits, larger as a step of `.ci/run`."""

import os


def examples(count: int) -> int:
    """Return how many examples of a law are tried: so many, times `XLREPORT_EXAMPLES`."""
    return count * int(os.environ.get("XLREPORT_EXAMPLES", "1"))
