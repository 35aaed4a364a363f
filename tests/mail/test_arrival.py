"""When a message came: by the line that our own server wrote, and by no other."""

from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from loopback import imap_settings, write_workspace

from xlreport.mail.mail_message_head import received_at
from xlreport.pipeline.round.mails.opening_mails import own_hosts

OWN = ("mail.gov.example", "gov.example")
NINE = datetime(2020, 7, 10, 1, 0, tzinfo=UTC)
BY_US = "from mx.dept.example (mx.dept.example [192.0.2.1])\r\n\tby mail.gov.example (Postfix) with ESMTPS id 4B1\r\n\t"
TOPS = {
    "Postfix": BY_US + "for <office@gov.example>; Fri, 10 Jul 2020 09:00:00 +0800 (CST)",
    "Exchange": "from A.gov.example (10.0.0.1) by B.GOV.example (10.0.0.2) with Microsoft SMTP Server (TLS) id 15.1;"
    " Fri, 10 Jul 2020 09:00:00 +0800",
    "Coremail": "from dept (unknown [192.0.2.1]) by mail.gov.example (Coremail) with SMTP id AQAAfwB; Fri, 10 Jul 2020"
    " 09:00:00 +0800 (GMT+08:00)",
    "by itself": "by mx1.gov.example; Fri, 10 Jul 2020 01:00:00 +0000",
    "no zone": BY_US + "; Fri, 10 Jul 2020 01:00:00",
    "a dot at its end": "from x by mail.gov.example. with LMTP; Fri, 10 Jul 2020 09:00:00 +0800",
}  # fmt: skip
NOT_OURS = {
    "of another": "from x by mx.dept.example with SMTP; Fri, 10 Jul 2020 09:00:00 +0800",
    "ends like ours": "from x by evilgov.example with SMTP; Fri, 10 Jul 2020 09:00:00 +0800",
    "ours is only in what it says of itself": "from mail.gov.example by mx.other.example; Fri, 10 Jul 2020 09:00:00 +0800",
    "no date": BY_US + "for us",
    "a date that is none": BY_US + "; the 40th of Smarch",
    "nothing": "",
    "raw bytes": "from \udcff\udcfe by \udcff; \udcff",
}  # fmt: skip


def message(*received: str) -> bytes:
    lines = "".join(f"Received: {one}\r\n" for one in received)
    return (lines + "From: a@dept.example\r\n\r\nx").encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("form", TOPS)
def test_the_line_of_our_own_server(form: str) -> None:
    """Whatever program it runs, the moment is read, with its zone."""
    assert received_at(message_from_bytes(message(TOPS[form])), OWN) == NINE


@pytest.mark.parametrize("form", NOT_OURS)
def test_what_is_not_believed(form: str) -> None:
    """A line of somebody else, also where it names us, gives nothing; so does one below it."""
    forged = BY_US + "; Mon, 06 Jul 2020 09:00:00 +0800"
    assert received_at(message_from_bytes(message(NOT_OURS[form], forged)), OWN) is None
    assert received_at(message_from_bytes(b"From: a@b\r\n\r\nx"), OWN) is None


def test_whose_lines_are_ours(tmp_path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The hosts of the settings, what they are part of, and the domain of our address; no bare word or number."""
    from loopback import Mailbox

    settings = imap_settings(Mailbox(1, tmp_path, "ca.pem")).replace(
        '"127.0.0.1"', '"imap.mail.gov.example"'
    )
    settings = settings.replace('user = "office"', 'user = "office@gov.example"')
    own = own_hosts(write_workspace(tmp_path / "house", settings))
    assert own == ("imap.mail.gov.example", "mail.gov.example", "gov.example")
