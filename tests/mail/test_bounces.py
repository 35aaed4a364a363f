"""Bounces in the forms that servers write, and what only looks like one."""

import base64

import pytest

from xlreport.mail.inbound_mail import read_message

OURS = "<0123456789abcdef@gov.example>"
ORIGINAL = (
    f"From: office@gov.example\r\nTo: rst@dept.example\r\nMessage-ID: {OURS}\r\n"
    "Subject: =?utf-8?B?5oql6KGo?=\r\n"
)


def part(kind: str, body: str, *, packing: str = "") -> str:
    head = f"--bb\r\nContent-Type: {kind}\r\n"
    if packing:
        body = base64.encodebytes(body.encode()).decode().replace("\n", "\r\n")
        head += "Content-Transfer-Encoding: base64\r\n"
    return f"{head}\r\n{body}\r\n"


def report(*parts: str, kind: str = "multipart/report; report-type=delivery-status",
           sender: str = "MAILER-DAEMON@mx.example", head: str = "") -> bytes:  # fmt: skip
    lines = (
        f"From: {sender}\r\n{head}MIME-Version: 1.0\r\nContent-Type: {kind}; boundary=bb\r\n\r\n"
    )
    return (lines + "".join(parts) + "--bb--\r\n").encode()


def status(action: str, code: str, *more: str) -> str:
    fields = "".join(f"\r\n\r\n{one}" for one in more)
    return (
        f"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; rst@dept.example\r\n"
        f"Action: {action}\r\nStatus: {code}{fields}\r\n"
    )


TEXT = part("text/plain; charset=utf-8", "您的邮件没有送达。")
FAILED = {
    "Postfix, only the head": report(
        TEXT, part("message/delivery-status", status("failed", "5.1.1")),
        part("text/rfc822-headers", ORIGINAL)),
    "Exchange, the original in base64": report(
        part("text/html", "<b>Delivery has failed</b>"),
        part("message/delivery-status", status("failed", "5.1.10")),
        part("message/rfc822", ORIGINAL + "\r\nbody", packing="base64"),
        sender="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example"),
    "RFC 6533, addresses in UTF-8": report(
        TEXT, part("message/global-delivery-status", status("failed", "5.1.1")),
        part("message/global-headers", ORIGINAL)),
    "RFC 6533, packed": report(
        TEXT, part("message/global-delivery-status", status("failed", "5.1.1"), packing="base64"),
        part("message/global-headers", ORIGINAL, packing="base64")),
    "qmail": (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\n"
        "Hi. This is the qmail-send program at mx.example.\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n"
        "<rst@dept.example>:\r\nRemote host said: 550 5.1.1 unknown user\r\n\r\n"
        f"--- Below this line is a copy of the message.\r\n\r\nReturn-Path: <office@gov.example>\r\n{ORIGINAL}\r\nbody"
    ).encode(),
    "multipart/mixed of a Chinese provider": report(
        TEXT, part("message/delivery-status", status("failed", "5.0.0")),
        part("message/rfc822", ORIGINAL + "\r\nbody"),
        kind="multipart/mixed", sender="Postmaster@mx.example", head="Subject: =?utf-8?B?6YCA5L+h?=\r\n"),
    "one failed, one delivered": report(
        TEXT, part("message/delivery-status", status("delivered", "2.0.0",
              "Final-Recipient: rfc822; b@dept.example\r\nAction: failed\r\nStatus: 5.2.2")),
        part("text/rfc822-headers", ORIGINAL)),
    "without the original, only what it answers": report(
        TEXT, part("message/delivery-status", status("failed", "5.4.1")),
        head=f"In-Reply-To: {OURS}\r\n"),
}  # fmt: skip
CODES = {
    "Exchange, the original in base64": "5.1.10", "multipart/mixed of a Chinese provider": "5.0.0",
    "one failed, one delivered": "5.2.2", "without the original, only what it answers": "5.4.1",
}  # fmt: skip


@pytest.mark.parametrize("form", FAILED)
def test_what_came_back(form: str) -> None:
    """The mail that came back and the code are read, and its own attachments are no return."""
    read = read_message(FAILED[form])
    assert (read.bounced, read.status) == (OURS, CODES.get(form, "5.1.1"))
    assert read.attached == ()
    assert read.head.automatic


NONE = {
    "delayed": report(TEXT, part("message/delivery-status", status("delayed", "4.4.1")),
                      part("text/rfc822-headers", ORIGINAL)),
    "delivered": report(TEXT, part("message/delivery-status", status("delivered", "2.0.0")),
                        part("text/rfc822-headers", ORIGINAL)),
    "relayed": report(TEXT, part("message/delivery-status", status("relayed", "2.0.0")),
                      part("text/rfc822-headers", ORIGINAL)),
    "expanded": report(TEXT, part("message/delivery-status", status("expanded", "2.0.0")),
                       part("text/rfc822-headers", ORIGINAL)),
    "a read receipt": report(
        TEXT, part("message/disposition-notification",
                   f"Original-Message-ID: {OURS}\r\nDisposition: manual-action/MDN-sent-manually; displayed"),
        part("text/rfc822-headers", ORIGINAL),
        kind="multipart/report; report-type=disposition-notification", sender="rst@dept.example"),
    "a receipt that it was deleted unread": report(
        TEXT, part("message/disposition-notification",
                   f"Original-Message-ID: {OURS}\r\nDisposition: automatic-action/MDN-sent-automatically; deleted"),
        kind='multipart/report; report-type="disposition-notification"', sender="rst@dept.example"),
    "a warning without a status": (
        "Return-Path: <>\r\nFrom: Mail-Daemon@mx.example\r\nSubject: Warning: could not send message for past 4 hours\r\n\r\n"
        f"still trying 450 4.1.1\r\n\r\n{ORIGINAL}").encode(),
    "away, with what was written to it below": (
        "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\nFrom: rst@dept.example\r\nSubject: out of office\r\n\r\n"
        f"I am away until Monday.\r\n\r\n> --- original ---\r\n{ORIGINAL}").encode(),
    "a person who quotes it": f"From: rst@dept.example\r\nIn-Reply-To: {OURS}\r\n\r\n550 5.1.1\r\n{ORIGINAL}".encode(),
}  # fmt: skip


@pytest.mark.parametrize("form", NONE)
def test_what_is_no_bounce(form: str) -> None:
    """Only `failed` is one (RFC 3464 2.3.3), and a receipt or an answer never."""
    assert read_message(NONE[form]).bounced == ""
