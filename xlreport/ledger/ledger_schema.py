"""The ledger's tables, version by version; a ledger of an older version is brought up when it is
opened for writing.
"""

import sqlite3

APPLICATION = 0x786C7270
"""Marks the file as ours (`xlrp`)."""

_FIRST = """
CREATE TABLE form (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    version INTEGER NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL, at TEXT NOT NULL,
    UNIQUE (plan, period, department, sha256)
);
CREATE TABLE message (
    number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, sha256 TEXT NOT NULL, message_id TEXT NOT NULL,
    sender TEXT NOT NULL, dated TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL,
    UNIQUE (account, folder, uidvalidity, uid)
);
CREATE INDEX message_by_content ON message (sha256);
CREATE TABLE arrival (
    number INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, file TEXT NOT NULL, name TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('folder', 'mail')), sender TEXT NOT NULL, department TEXT NOT NULL,
    message_id TEXT NOT NULL, came_on TEXT NOT NULL, at TEXT NOT NULL,
    UNIQUE (sha256, file)
);
CREATE TABLE placing (
    number INTEGER PRIMARY KEY AUTOINCREMENT, arrival INTEGER NOT NULL REFERENCES arrival (number),
    place TEXT NOT NULL CHECK (place IN ('inbox', 'held')), reason TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX placing_of ON placing (arrival);
CREATE TABLE outcome (
    number INTEGER PRIMARY KEY AUTOINCREMENT, arrival INTEGER NOT NULL REFERENCES arrival (number),
    verdict TEXT NOT NULL, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    findings TEXT NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX outcome_of ON outcome (arrival);
CREATE TABLE finding (
    outcome INTEGER NOT NULL REFERENCES outcome (number), place INTEGER NOT NULL, code TEXT NOT NULL,
    severity TEXT NOT NULL, file TEXT NOT NULL, department TEXT NOT NULL, period TEXT NOT NULL, sheet TEXT NOT NULL,
    cell TEXT NOT NULL, indicator TEXT NOT NULL, serial INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    "column" TEXT NOT NULL, fields TEXT NOT NULL, explained INTEGER NOT NULL, PRIMARY KEY (outcome, place)
) WITHOUT ROWID;
CREATE TABLE choice (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    arrival INTEGER NOT NULL REFERENCES arrival (number), verdict TEXT NOT NULL, digest TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX choice_of ON choice (plan, period, department);
CREATE TABLE record (
    choice INTEGER NOT NULL REFERENCES choice (number), place INTEGER NOT NULL, plan TEXT NOT NULL,
    period TEXT NOT NULL, department TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, value TEXT,
    state TEXT NOT NULL, expected TEXT, progress TEXT NOT NULL, problems TEXT NOT NULL, next_steps TEXT NOT NULL,
    source TEXT NOT NULL, remark TEXT NOT NULL, baseline TEXT, no_data INTEGER NOT NULL,
    provisional INTEGER NOT NULL, telephone TEXT NOT NULL, filled_by TEXT NOT NULL, file TEXT NOT NULL,
    sha256 TEXT NOT NULL, sheet TEXT NOT NULL, cell TEXT NOT NULL, PRIMARY KEY (choice, place)
) WITHOUT ROWID;
CREATE TABLE amendment (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    code TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, said_by TEXT NOT NULL, said_on TEXT NOT NULL,
    choice INTEGER NOT NULL REFERENCES choice (number), at TEXT NOT NULL
);
CREATE TABLE extension (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    until TEXT NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE mail (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, plan TEXT NOT NULL,
    period TEXT NOT NULL, department TEXT NOT NULL, recipient TEXT NOT NULL, message_id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL, submission TEXT NOT NULL, content BLOB NOT NULL, light BLOB,
    is_light INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_at TEXT,
    first_try_at TEXT, code TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '', made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX mail_to_go ON mail (state) WHERE state NOT IN ('sent', 'drafted', 'failed');
CREATE TABLE mail_event (
    number INTEGER PRIMARY KEY AUTOINCREMENT, mail INTEGER NOT NULL REFERENCES mail (number), state TEXT NOT NULL,
    code TEXT NOT NULL, words TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX mail_event_of ON mail_event (mail);
CREATE TABLE event (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, "row" INTEGER NOT NULL);
CREATE TRIGGER mail_is_built_once BEFORE UPDATE OF key, recipient, message_id, content, light, made_at ON mail
BEGIN SELECT RAISE(ABORT, 'a mail is built once'); END;
CREATE TRIGGER mail_stays_gone BEFORE UPDATE OF state ON mail
WHEN old.state IN ('sent', 'drafted') AND new.state NOT IN ('sent', 'drafted')
BEGIN SELECT RAISE(ABORT, 'a mail that is gone is never sent again'); END;
"""
_FIRST_TABLES = (
    "form", "message", "arrival", "placing", "outcome", "finding", "choice", "record",
    "amendment",
    "extension",
    "mail", "mail_event", "event",
)  # fmt: skip
_PAPERS = (
    "paper", "paper_target", "reply", "ruling", "closing", "inspection", "evidence", "sealed_copy",
)  # fmt: skip
TABLES = (*_FIRST_TABLES[:-3], "withdrawal", "aside", *_PAPERS, *_FIRST_TABLES[-3:])
"""Every table, in the order in which one is told of before those that refer to it."""
_FIRST_TOLD = (
    "form", "arrival", "placing", "outcome", "choice", "amendment", "extension", "mail_event",
)  # fmt: skip
"""Tables whose rows are events of a story; their sequence is kept, for no clock can be trusted with
it.
"""


def _kept(table: str, *, changing: bool) -> str:
    words = "BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;"
    kept = f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {words}\n"
    if changing:
        return kept
    return f"{kept}CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} {words}\n"


def _sequence(table: str) -> str:
    entered = f"INSERT INTO event (kind, \"row\") VALUES ('{table}', new.number);"  # noqa: S608 - fixed names
    return f"CREATE TRIGGER {table}_told AFTER INSERT ON {table} BEGIN {entered} END;\n"


_SECOND = f"""
ALTER TABLE message ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN came_at TEXT NOT NULL DEFAULT '';
ALTER TABLE arrival ADD COLUMN came_at TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN alone TEXT NOT NULL DEFAULT '';
ALTER TABLE mail ADD COLUMN replaces INTEGER REFERENCES mail (number);
ALTER TABLE mail ADD COLUMN route TEXT NOT NULL DEFAULT '';
ALTER TABLE mail ADD COLUMN blame TEXT NOT NULL DEFAULT '';
ALTER TABLE mail ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
CREATE TABLE placing_2 (
    number INTEGER PRIMARY KEY AUTOINCREMENT, arrival INTEGER NOT NULL REFERENCES arrival (number),
    place TEXT NOT NULL CHECK (place IN ('inbox', 'held', 'dismissed')), reason TEXT NOT NULL, at TEXT NOT NULL
);
INSERT INTO placing_2 SELECT * FROM placing ORDER BY number;
DROP TABLE placing;
ALTER TABLE placing_2 RENAME TO placing;
CREATE INDEX placing_of ON placing (arrival);
{_kept("placing", changing=False)}{_sequence("placing")}
CREATE TABLE withdrawal (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, "row" INTEGER NOT NULL, plan TEXT NOT NULL,
    period TEXT NOT NULL, department TEXT NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE aside (
    number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, reason TEXT NOT NULL, sender TEXT NOT NULL,
    subject TEXT NOT NULL, dated TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX aside_of ON aside (account, folder, uidvalidity, uid);
{_kept("withdrawal", changing=False)}{_kept("aside", changing=False)}{_sequence("withdrawal")}
CREATE TRIGGER message_told AFTER INSERT ON message WHEN new.outcome = 'nothing' AND new.department != ''
BEGIN INSERT INTO event (kind, "row") VALUES ('message', new.number); END;
"""  # noqa: S608 - fixed text
"""Messages without a file, messages put aside, what was dismissed or taken back, and under which
settings a mail was refused.
"""
_THIRD = f"""
CREATE TABLE paper (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL,
    serial INTEGER NOT NULL, called TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    digest TEXT NOT NULL, reply_by TEXT NOT NULL, file TEXT NOT NULL, content BLOB NOT NULL,
    issued_on TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (plan, kind, year, serial)
);
CREATE TABLE paper_target (
    paper INTEGER NOT NULL REFERENCES paper (number), place INTEGER NOT NULL, code TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (paper, place)
) WITHOUT ROWID;
CREATE TABLE reply (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, department TEXT NOT NULL,
    paper INTEGER NOT NULL REFERENCES paper (number), code TEXT NOT NULL, cause TEXT NOT NULL,
    measures TEXT NOT NULL, done_by TEXT NOT NULL, extend TEXT NOT NULL, extend_due TEXT NOT NULL,
    extend_value TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE ruling (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, department TEXT NOT NULL, code TEXT NOT NULL,
    reply INTEGER REFERENCES reply (number), granted INTEGER NOT NULL, document TEXT NOT NULL,
    since TEXT NOT NULL, due TEXT NOT NULL, value TEXT NOT NULL, said_by TEXT NOT NULL, said_on TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE TABLE closing (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, department TEXT NOT NULL,
    paper INTEGER NOT NULL REFERENCES paper (number), code TEXT NOT NULL, period TEXT NOT NULL,
    status TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (paper, code)
);
CREATE TABLE inspection (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    code TEXT NOT NULL, value TEXT NOT NULL, state TEXT NOT NULL, said_by TEXT NOT NULL, said_on TEXT NOT NULL,
    note TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE evidence (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    name TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, message_id TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE sealed_copy (
    number INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, period TEXT NOT NULL, department TEXT NOT NULL,
    submission TEXT NOT NULL, sums TEXT NOT NULL, file TEXT NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX paper_of ON paper (plan, kind, period);
CREATE INDEX reply_of ON reply (paper);
{"".join(_kept(one, changing=False) for one in _PAPERS)}
{"".join(_sequence(one) for one in _PAPERS if one != "paper_target")}
"""
"""Papers under their numbers, what came of them, and what was found beside what was reported."""
_FOURTH = "ALTER TABLE record ADD COLUMN evidence TEXT NOT NULL DEFAULT '';\n"
"""What a row names as its evidence."""
_FIFTH = "ALTER TABLE reply ADD COLUMN said_on TEXT NOT NULL DEFAULT '';\n"
"""When an answer was given by telephone or on paper."""
MIGRATIONS: tuple[str, ...] = (
    _FIRST
    + "".join(_kept(one, changing=one == "mail") for one in _FIRST_TABLES)
    + "".join(_sequence(one) for one in _FIRST_TOLD),
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
)
"""What brings a ledger from each version to the next; one that was released is never edited, only
added to.
"""
VERSION = len(MIGRATIONS)


def version_of(ledger: sqlite3.Connection) -> int:
    """Return the schema's version; 0 for an empty file, -1 for a database that is not ours."""
    version = int(ledger.execute("PRAGMA user_version").fetchone()[0])
    mark = int(ledger.execute("PRAGMA application_id").fetchone()[0])
    empty = not ledger.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    if mark == APPLICATION:
        return version
    return 0 if empty and not mark and not version else -1


def migrate(
    ledger: sqlite3.Connection, version: int, migrations: tuple[str, ...] = MIGRATIONS
) -> None:
    """Bring the schema from a version to the newest, each step whole or absent.

    Raises:
        sqlite3.Error: a step that cannot be done; the steps before it stay done.
    """
    for number, script in enumerate(migrations[version:], version + 1):
        marks = f"PRAGMA application_id = {APPLICATION};\nPRAGMA user_version = {number};\n"
        try:
            ledger.executescript(f"BEGIN IMMEDIATE;\n{script}\n{marks}COMMIT;")
        except BaseException:
            if ledger.in_transaction:
                ledger.execute("ROLLBACK")
            raise
