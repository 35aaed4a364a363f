"""The ledger's file: made once, brought up to date, never emptied, and put aside where it is not ours."""

import sqlite3
from pathlib import Path

import pytest

from xlreport.ledger.ledger_file import LEDGER_FILE, open_ledger, read_ledger, whole
from xlreport.ledger.ledger_schema import MIGRATIONS, TABLES, VERSION, migrate, version_of
from xlreport.model.model_errors import CannotRun


def sole(ledger: sqlite3.Connection, query: str) -> object:
    return ledger.execute(query).fetchone()[0]


def test_a_new_ledger_is_whole(tmp_path: Path) -> None:
    """A new ledger has every table, foreign keys, full synchronisation, and the newest version."""
    with open_ledger(tmp_path) as ledger:
        names = {
            row[0] for row in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        assert set(TABLES) <= names
        assert version_of(ledger) == VERSION
        assert sole(ledger, "PRAGMA foreign_keys") == 1
        assert sole(ledger, "PRAGMA synchronous") == 2


@pytest.mark.parametrize("table", TABLES)
def test_history_is_never_deleted(tmp_path: Path, table: str) -> None:
    """No row of any table can be deleted, and only mails can be changed at all."""
    columns = {"mail": "state = 'queued'"}
    with open_ledger(tmp_path) as ledger:
        ledger.execute("PRAGMA foreign_keys = OFF")
        names = [row[1] for row in ledger.execute(f"PRAGMA table_info({table})")]
        known = {"way": "mail", "place": "inbox" if table == "placing" else 1, "state": "queued"}
        values = [known.get(name, 1) for name in names]
        ledger.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            ledger.execute(f"DELETE FROM {table}")  # noqa: S608
        if table not in columns:
            with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
                ledger.execute(f"UPDATE {table} SET {names[-1]} = 'x'")  # noqa: S608


def test_a_mail_that_is_gone_stays_gone(tmp_path: Path) -> None:
    """Neither the bytes of a mail nor that it was sent can ever be changed."""
    with open_ledger(tmp_path) as ledger:
        ledger.execute(
            "INSERT INTO mail (key, kind, plan, period, department, recipient, message_id, subject, submission,"
            " content, state, made_at, changed_at) VALUES ('k','send','p','q','d','r','<m>','s','','x','sent','t','t')"
        )
        for change in ("state = 'queued'", "content = 'y'", "message_id = '<n>'"):
            with pytest.raises(sqlite3.IntegrityError):
                ledger.execute(f"UPDATE mail SET {change}")  # noqa: S608


def test_each_step_of_a_migration_is_whole_or_absent(tmp_path: Path) -> None:
    """A migration that fails leaves the version before it, with nothing of its own; one that works is kept."""
    with open_ledger(tmp_path) as ledger:
        with pytest.raises(sqlite3.OperationalError):
            migrate(ledger, VERSION, (*MIGRATIONS, "CREATE TABLE extra (a);\nNONSENSE;\n"))
        assert version_of(ledger) == VERSION
        assert not ledger.execute("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchone()
        migrate(ledger, VERSION, (*MIGRATIONS, "CREATE TABLE extra (a);\n"))
        assert version_of(ledger) == VERSION + 1
    with pytest.raises(CannotRun, match="ledger-newer"), open_ledger(tmp_path):
        pass


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """A file that is no ledger, or another program's database, is named and not touched."""
    path = tmp_path / LEDGER_FILE
    path.write_bytes(b"something else" * 100)
    for opened in (open_ledger, read_ledger):
        with pytest.raises(CannotRun, match="ledger-damaged"), opened(tmp_path):
            pass
    assert path.read_bytes() == b"something else" * 100
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(CannotRun, match="ledger-damaged"), open_ledger(tmp_path):
        pass


def test_a_missing_ledger_is_named(tmp_path: Path) -> None:
    """Reading makes no ledger."""
    with pytest.raises(CannotRun, match="ledger-missing"), read_ledger(tmp_path):
        pass
    assert not (tmp_path / LEDGER_FILE).exists()


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    """What fails inside leaves nothing behind."""

    def fail(ledger: sqlite3.Connection) -> None:
        with whole(ledger):
            ledger.execute("INSERT INTO extension VALUES (1, 'p', 'q', 'd', 'u', 's', 't')")
            raise KeyError

    with open_ledger(tmp_path) as ledger:
        with pytest.raises(KeyError):
            fail(ledger)
        assert sole(ledger, "SELECT count(*) FROM extension") == 0


def test_a_reader_beside_a_writer(tmp_path: Path) -> None:
    """Whoever reads is not stopped by whoever writes, and sees what was whole before."""
    with open_ledger(tmp_path) as ledger, whole(ledger):
        ledger.execute("INSERT INTO extension VALUES (1, 'p', 'q', 'd', 'u', 's', 't')")
        with read_ledger(tmp_path) as reader:
            assert sole(reader, "SELECT count(*) FROM extension") == 0
