"""The few errors that stop a run: a code (its words are in messages), fields, and an exit code."""

DONE = 0
TO_MEND = 1
USAGE = 2
CANNOT_RUN = 3
BUSY = 75
STOPPED = 130


class CannotRun(Exception):  # noqa: N818 - it reads as what happened
    """A run cannot go on; `code` names the words under `error.` in messages, `fields` fill them."""

    def __init__(self, code: str, exit_code: int = CANNOT_RUN, /, **fields: object) -> None:
        told = ", ".join(f"{name}={value}" for name, value in fields.items())
        super().__init__(f"{code}: {told}" if told else code)
        self.code = code
        self.exit_code = exit_code
        self.fields = fields
