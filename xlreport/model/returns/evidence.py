"""Evidence (佐证材料): files and links that a row names, and files that came beside the returns."""

from collections.abc import Mapping
from dataclasses import dataclass

NO_PLACES: Mapping[str, str] = {}
"""Of no file that came, the way to it from an output's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that came and is no return."""

    file: str
    """Its path in the inbox, with forward slashes."""
    path: str
    """Where it lies on this disk."""
    sha256: str
    names: tuple[str, ...]
    """What it goes by: the name that it was sent under, and that in the inbox."""
    department: str = ""
    """Who sent it; empty where that is not known."""
    message_id: str = ""
    """Of the mail that brought it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that a row names as evidence."""

    name: str
    """As typed: a file's name, or a link."""
    link: str = ""
    """The same where it is a link (http or https)."""
    kept: KeptFile | None = None
    """The file that came under that name; None where none did."""

    @property
    def missing(self) -> bool:
        """Whether a file is named that has not come."""
        return not self.link and self.kept is None
