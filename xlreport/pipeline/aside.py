"""Work of other processes that goes on while this one does something else."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


@contextmanager
def aside(outcomes: Iterator[object]) -> Iterator[None]:
    """Let what yields outcomes, one for each piece of work that is done elsewhere, go on beside the body.

    The first is waited for: workers are forked only while there is no second thread (`workbook/posix.py`). Where the
    body is stopped by Ctrl-C, the work ends with this process.

    Raises:
        Exception: as the work raised it, once the body is done.
    """
    next(outcomes, None)
    failed: list[Exception] = []

    def rest() -> None:
        try:
            deque(outcomes, maxlen=0)
        except Exception as error:  # noqa: BLE001 - brought to the thread that waits, and raised there
            failed.append(error)

    thread = Thread(target=rest, daemon=True)
    thread.start()
    try:
        yield
    except Exception:
        thread.join()
        raise
    thread.join()
    if failed:
        raise failed[0]
