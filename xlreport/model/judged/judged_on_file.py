"""What is on file beside the returns: inspections, and signed copies that came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlreport.model.returns.evidence import KeptFile
from xlreport.model.returns.inspection_return import Inspection


@dataclass(frozen=True, slots=True)
class OnFile:
    """What is known besides the returns; inspections and sealed copies in a workspace only."""

    inspections: tuple[Inspection, ...] = ()
    """The last of each target and period."""
    sealed: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    """By period and department, whether the signed and sealed copy of the return that counts has
    come; of periods that ask for none there is nothing.
    """
    kept: tuple[KeptFile, ...] = ()
    """Files of the inbox that are no returns: what rows may name as evidence."""


NOTHING_ON_FILE = OnFile()
"""Of a bare folder."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection held against what was reported of the same target and period."""

    inspection: Inspection
    difference: Decimal | None
    """Inspected minus reported; None of a state, and where no figure was reported."""
    differs: bool
    """Whether the two differ beyond the tolerance; False where nothing was reported."""
    counts: bool = False
    """Whether the light is that of the inspected figure or state."""
