"""The table of commands."""

from xlreport.cli.consolidate import consolidate
from xlreport.cli.fill import fill
from xlreport.cli.generate import generate
from xlreport.cli.plans import plan, templates
from xlreport.cli.plans.draft import draft
from xlreport.cli.round.acknowledge import acknowledge
from xlreport.cli.round.amend import amend, extend
from xlreport.cli.round.fetch import fetch
from xlreport.cli.round.history import export_ledger, history
from xlreport.cli.round.init import init
from xlreport.cli.round.release import release
from xlreport.cli.round.remind import remind
from xlreport.cli.round.return_ import return_
from xlreport.cli.round.send import send
from xlreport.cli.round.status import status
from xlreport.cli.shard import shard
from xlreport.cli.start import new_app
from xlreport.cli.validate import validate

app = new_app()
app.add_typer(plan.app, name="plan")
app.add_typer(templates.app, name="templates")
app.command()(generate)
app.command()(validate)
app.command()(consolidate)
app.command()(shard)
app.command()(fill)
app.command()(draft)
app.command()(init)
app.command()(send)
app.command()(fetch)
app.command()(release)
app.command(name="return")(return_)
app.command()(acknowledge)
app.command()(remind)
app.command()(status)
app.command()(amend)
app.command()(extend)
app.command()(history)
app.command(name="export-ledger")(export_ledger)
