"""Mutated mails go through the reading of a fetch: no exception escapes, each is read or put aside, and no neighbour is lost.

`XLREPORT_MAILS` says how many; a step of `.ci/run` reads twenty thousand.
"""

import os
import random
from base64 import encodebytes
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from loopback import JULY, Mailbox, imap_settings, reply, write_workspace
from scripted import ScriptedImap, serve

from xlreport.mail.imap_answers import fetched, overview_of
from xlreport.mail.mail_message_head import read_head
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.mails.opening_mails import opened
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, writing_in

MAILS = int(os.environ.get("XLREPORT_MAILS", "400"))
HEAD = b"From: =?gb18030?B?1cXI/Q==?= <rst@dept.example>\r\nSubject: =?utf-8?B?5oql6KGo?=\r\nMIME-Version: 1.0\r\n"


def seeds() -> list[bytes]:
    inner = HEAD + b'Content-Type: application/octet-stream; name="a.xlsx"\r\n\r\nPKxx'
    mixed = b"Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n"
    picture = EmailMessage()
    picture["From"] = "rst@dept.example"
    picture.set_content("x")
    picture.add_related(b"\x89PNG", "image", "png", cid="<1>")
    return [
        reply("rst@dept.example", ("报表.xlsx", b"PK\x03\x04" + bytes(200)), ("b.csv", b"1,2")),
        HEAD + mixed + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + encodebytes(inner) + b"--bb--\r\n",
        HEAD + mixed + b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--bb--\r\n",
        HEAD + b"\r\nbegin 644 a.xlsx\r\n#4$L#\r\n`\r\nend\r\n",
        HEAD + mixed + b"Content-Type: text/plain; name*=utf-8''%E8%A1%A8.csv\r\n\r\na\r\n--bb--\r\n",
        (b"From: mailer-daemon@x.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=bb\r\n\r\n"
        b"--bb\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--bb\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <a@b>\r\n\r\n--bb--\r\n"),
        picture.as_bytes(),
    ]  # fmt: skip


PIECES = (
    b"\r\n", b"\xff", b"\x00", b"=?", b"?=", b"=?gb2312?B?", b"--bb", b"\r\n\r\n", b"Content-Type: message/rfc822\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"charset=nonsense", b"filename*0*=", b"<", b">", b'"', b"(", b"%", b"\xd5\xc5",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b"boundary=", b"multipart/mixed", b"name*1=", b"begin 644 x\r\n", b"@",
)  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    text = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            text[at:at] = chance.choice(PIECES)
        elif kind == 1:
            del text[at : at + chance.randint(1, 40)]
        elif kind == 2:
            end = at + chance.randint(1, 80)
            text[at:at] = text[at:end] * chance.randint(1, 3)
        else:
            text[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(text)


def test_mutated_mails(house: Workspace) -> None:
    """A fixed seed; what is read gives a sender, a reason, or files, and nothing is thrown."""
    chance = random.Random(0)  # noqa: S311 - a fixed seed
    known = seeds()
    read = 0
    for number in range(MAILS):
        content = mutated(known[number % len(known)], chance)
        read_head(content)
        incoming = opened(house, content)
        read += incoming is not None
        if incoming is not None:
            head = incoming.message.head
            assert bool(head.sender) != bool(head.doubt)
    assert read >= MAILS * 0.98


def test_no_neighbour_is_lost(
    tmp_path: Path, authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between mutated mails in a mailbox lie sound ones: each of those comes in, by one fetch."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    chance = random.Random(1)  # noqa: S311 - a fixed seed
    known, sound = seeds(), {}
    server = ScriptedImap(ca=authority[1])
    for number in range(max(MAILS // 20, 60)):
        server.put(mutated(known[number % len(known)], chance))
        if number % 10 == 0:
            content = b"a,b\n1,%d\n" % number
            uid = server.put(
                reply("rst@dept.example", (f"{number}.csv", content), subject=str(number))
            )
            sound[uid] = content
    end = serve(server, authority[0])
    try:
        box = Mailbox(server.port, tmp_path, server.ca)
        workspace = write_workspace(tmp_path / "house", imap_settings(box))
        with writing_in(workspace, "test", JULY) as ledger:
            done = {one.message.uid: one for one in fetch(round_with(workspace, ledger, JULY))}
            for uid, content in sound.items():
                (file,) = done[uid].files
                assert (workspace.inbox / file.file).read_bytes() == content
            known_to_ledger = {
                row[0]
                for row in ledger.execute("SELECT uid FROM message UNION SELECT uid FROM aside")
            }
            assert known_to_ledger == set(server.messages)  # none is passed over in silence
    finally:
        end()
    assert server.sound()


def test_mutated_answers_of_a_server() -> None:
    """What a server tells of a message can be broken in any way: it is read, or not, and nothing is thrown."""
    line = (
        b'1 (UID 1 RFC822.SIZE 10 INTERNALDATE "06-Jul-2020 09:00:00 +0800" BODYSTRUCTURE (("text" "plain" NIL NIL NIL'
        b' "7bit" 1 1 NIL NIL NIL)("application" "zip" ("name" "a.zip") NIL NIL "base64" 10 NIL ("attachment" ("filename"'
        b' "a.zip")) NIL) "mixed" ("boundary" "b") NIL NIL) BODY[HEADER.FIELDS (FROM)] {9}'
    )
    (good,) = (overview_of(one) for one in fetched([(line, b"From: x\r\n"), b")"]))
    assert good is not None
    assert [(one.kind, one.name) for one in good.parts or ()] == [
        ("text/plain", ""),
        ("application/zip", "a.zip"),
    ]
    chance = random.Random(5)  # noqa: S311 - a fixed seed
    for _ in range(3000):
        for told in fetched([(mutated(line, chance), b"From: x\r\n"), b")", None, b"2 (UID 2)"]):
            overview_of(told)
    deep = b"1 (UID 1 BODYSTRUCTURE " + b"(" * 50_000 + b")" * 50_000 + b" BODY[HEADER] {1}"
    for told in fetched([(deep, b"x"), b")"]):
        overview_of(told)
