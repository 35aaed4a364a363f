"""What the ledger knows besides the returns: inspections, and which sealed copies have come."""

from xlreport.ledger.ledger_inspections import inspections
from xlreport.ledger.ledger_outcomes import counted_files
from xlreport.model.judged.judged_on_file import NOTHING_ON_FILE, OnFile
from xlreport.model.period import Period
from xlreport.model.returns.finding import Verdict
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.recording_round import periods_of
from xlreport.pipeline.round.supervision.keeping_supervision_seals import owing, seals_asked

_COUNTS = frozenset({Verdict.ACCEPTED, Verdict.PARTLY})


def on_file(round_: Round) -> OnFile:
    """Return what the ledger of a workspace knows; nothing in a bare folder."""
    if round_.home is None:
        return NOTHING_ON_FILE
    asked = round_.period
    wanted = dict.fromkeys((*periods_of(round_), *([asked] if asked else [])))
    sealed: dict[tuple[str, str], bool] = {}
    for period in wanted:
        sealed |= _sealed(round_, period)
    found = inspections(round_.ledger, round_.workspace.code)
    return OnFile(inspections=found, sealed=sealed)


def _sealed(round_: Round, period: Period) -> dict[tuple[str, str], bool]:
    """Return of each return that counts whether its sealed copy has come; nothing where none is
    asked for.
    """
    if not seals_asked(round_, period):
        return {}
    owed = {unit.code for unit in owing(round_, period)}
    counted = counted_files(round_.ledger, round_.workspace.code, str(period))
    return {
        (str(period), unit): unit not in owed
        for unit, one in counted.items()
        if one.verdict in _COUNTS
    }
