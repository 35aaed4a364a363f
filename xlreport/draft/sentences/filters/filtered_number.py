"""One number of a sentence with the words around it, as the filters see it."""

from dataclasses import dataclass

from xlreport.draft.text.text_numbers import Quantity


@dataclass(frozen=True, slots=True)
class Seen:
    """One number as a rule sees it."""

    quantity: Quantity
    left: str
    """The clause before the number."""
    sentence_left: str
    """The few characters before the number, whatever they are."""
    right: str
    """The clause after its unit, and what follows it in the sentence."""
    clause: str
    sentence: str
    opens: bool
    """Whether the number opens its sentence."""
    quoted: bool
    """Whether it stands inside quotation marks as part of a name."""
    review: bool
    """The review part is read for baselines: what happened is no reason to leave a number out."""
    year: int
    """The plan's; 0 where it is not known. A later year is not past (产量2030年达到)."""
