"""What is wrong with a field that its type refuses, in words of ours: pydantic's are not shown."""

from collections.abc import Mapping

from xlreport.messages import has, say


def fault_words(language: str, kind: str, limits: Mapping[str, object] | None) -> str:
    """Return the words for a fault.

    Args:
        language: of the words.
        kind: pydantic's name of it (`string_too_long`), or one that a type of ours gave it.
        limits: what pydantic says of it: `max_length`, `ge`, `expected`.
    """
    key = f"plan_fault.{kind}" if has(language, f"plan_fault.{kind}") else "plan_fault.other"
    return say(language, key, **{name: str(told) for name, told in (limits or {}).items()})
