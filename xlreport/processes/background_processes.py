"""Work of other processes that goes on while this one does something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


@contextmanager
def in_background(outcomes: Iterator[_T]) -> Iterator[list[_T]]:
    """Let what yields outcomes, one for each piece of work that is done elsewhere, go on beside the
    body.

    What it gives to the body is the list of the outcomes, whole once the body is left.

    The first is waited for: workers are forked only while there is no second thread
    (`processes/platform_calls.py`). Where the body is stopped by Ctrl-C, the work ends with this
    process.

    Raises:
        Exception: as the work raised it, once the body is done.
    """
    done = list(islice(outcomes, 1))
    failed: list[Exception] = []

    def rest() -> None:
        try:
            done.extend(outcomes)
        except Exception as error:  # noqa: BLE001 - brought to the thread that waits, and raised there
            failed.append(error)

    thread = Thread(target=rest, daemon=True)
    thread.start()
    try:
        yield done
    except Exception:
        thread.join()
        raise
    thread.join()
    if failed:
        raise failed[0]
