"""What a mailbox brings: names in every form, senders that can be believed to be one, machines told from people."""

import base64
from email.utils import encode_rfc2231

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.mail.attachment_names import safe_name
from xlreport.mail.inbound_mail import read_message

NAME = "03_发展改革委_2020年二季度（镕）.xlsx"


def percent(content: bytes) -> bytes:
    return "".join(f"%{one:02X}" for one in content).encode()


def b64(content: bytes) -> bytes:
    return base64.b64encode(content)


DISPOSITION = b"\r\nContent-Disposition: attachment; filename"
UTF8, GBK = NAME.encode(), NAME.encode("gb18030")
FORMS = {
    "rfc2231": DISPOSITION + b"*=" + encode_rfc2231(NAME, "utf-8", "").encode(),
    "rfc2231 that says gb2312": DISPOSITION + b"*=gb2312''" + percent(GBK),
    "rfc2231 in parts": DISPOSITION + b"*0*=utf-8''" + percent(UTF8[:11]) + b";\r\n filename*1*=" + percent(UTF8[11:]),
    "encoded word": DISPOSITION + b'="=?utf-8?B?' + b64(UTF8) + b'?="',
    "encoded word, quoted": DISPOSITION + b'="=?gbk?Q?' + percent(GBK).replace(b"%", b"=") + b'?="',
    "a letter split between words": DISPOSITION
    + b'="=?utf-8?B?' + b64(UTF8[:13]) + b"?=\r\n =?utf-8?B?" + b64(UTF8[13:]) + b'?="',
    "encoded words unquoted": DISPOSITION + b"==?gb2312?B?" + b64(GBK) + b"?=",
    "raw UTF-8": DISPOSITION + b'="' + UTF8 + b'"',
    "raw GBK": DISPOSITION + b'="' + GBK + b'"',
    "only in the type": b';\r\n name="=?gb18030?B?' + b64(GBK) + b'?="',
}  # fmt: skip


def message(head: bytes, parts: bytes = b"", *, sender: bytes = b"a@b.cn") -> bytes:
    lines = b"From: " + sender + b"\r\nMIME-Version: 1.0\r\n" + head
    return lines + b"Content-Type: multipart/mixed; boundary=bb\r\n\r\n" + parts + b"--bb--\r\n"


def part(form: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    return (
        b"--bb\r\nContent-Type: "
        + kind
        + form
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_chinese_name_in_every_form(form: str) -> None:
    """The name of an attachment is read as it was meant, however the mail program wrote it."""
    (attached,) = read_message(message(b"", part(FORMS[form]))).attached
    assert (attached.name, attached.content) == (NAME, b"\0\0\0")


@pytest.mark.parametrize(
    ("sender", "address", "doubt"),
    [
        (b"a@b.cn", "a@b.cn", ""),
        (b'"Zhang, San" <a@b.cn>', "a@b.cn", ""),
        ("张三 <a@b.cn>".encode("gbk"), "a@b.cn", ""),
        (b"=?gb2312?B?1cXI/Q==?= <a@b.cn>", "a@b.cn", ""),
        (b'"boss@right.example" <a@wrong.example>', "a@wrong.example", ""),
        (b"boss@right.example <a@wrong.example>", "", "from-odd"),
        (b"<a@b.cn> <c@d.cn>", "", "from-odd"),
        (b"a@b.cn, c@d.cn", "", "from-odd"),
        (b"group: a@b.cn;", "", "from-odd"),
        (b"a b@c.cn", "", "from-odd"),
        (b"nobody", "", "from-odd"),
        # as Foxmail, QQ and others write them
        (b'"=?gb18030?B?1cXI/Q==?=" <a@b.cn>', "a@b.cn", ""),
        (b"=?gb18030?B?1cXI/Q==?=<a@b.cn>", "a@b.cn", ""),
        (b'"=?gb18030?B?1cXI/Q==?="<a@b.cn>', "a@b.cn", ""),
        (b"a@b.cn <a@b.cn>", "a@b.cn", ""),
        (b"A@B.cn <a@b.cn>", "a@b.cn", ""),
        (b'"a@b.cn" <a@b.cn>', "a@b.cn", ""),
        (b"a@b.cn (Zhang San)", "a@b.cn", ""),
        (b"a@b.cn (=?gb2312?B?1cXI/Q==?=)", "a@b.cn", ""),
        (b"<a@b.cn>", "a@b.cn", ""),
        (b"\r\n =?utf-8?B?5byg5LiJ?=\r\n\t<a@b.cn>", "a@b.cn", ""),
        ("张三<a@b.cn>".encode(), "a@b.cn", ""),
        (b"=?utf-8?Q?boss=40right.example?= <a@b.cn>", "a@b.cn", ""),
        (
            b"=?utf-8?B?Ym9zc0ByaWdodC5leGFtcGxlIDxib3NzQHJpZ2h0LmV4YW1wbGU+?= <a@b.cn>",
            "a@b.cn",
            "",
        ),
        (b"a@b.cn <c@b.cn>", "", "from-odd"),
        (b"a@b.cn (x) <c@b.cn>", "", "from-odd"),
        (b"=?utf-8?B?YUBiLmNu?=", "", "from-odd"),
        (b"a..b@b.cn", "", "from-odd"),
        (b"a@b.cn\x00", "", "from-odd"),
        (b"", "", "from-odd"),
        (b"a@b.cn\r\nFrom: c@d.cn", "", "from-many"),
    ],
)
def test_one_sender_or_none(sender: bytes, address: str, doubt: str) -> None:
    """Only a From with exactly one address, written in one way, is a sender; all others are doubted."""
    read = read_message(b"From: " + sender + b"\r\n\r\nhello").head
    assert (read.sender, read.doubt) == (address, doubt)


def test_no_sender_at_all() -> None:
    """A message without a From has no sender."""
    assert read_message(b"Subject: x\r\n\r\nhello").head.doubt == "from-none"


@pytest.mark.parametrize(
    ("head", "automatic"),
    [
        (b"", False),
        (b"Auto-Submitted: no\r\n", False),
        (b"Auto-Submitted: auto-replied (vacation)\r\n", True),
        (b"Precedence: bulk\r\n", True),
        (b"Return-Path: <>\r\n", True),
        (b"Return-Path: <a@b.cn>\r\n", False),
    ],
)
def test_machines_are_told_from_people(head: bytes, automatic: bool) -> None:  # noqa: FBT001
    """What a machine sent is known by its own headers."""
    assert read_message(message(head)).head.automatic is automatic


def test_a_bounce_names_the_mail_that_came_back() -> None:
    """A delivery report gives the Message-ID of the mail and its status, and no attachment of it is taken."""
    content = (
        b"From: mailer@b.cn\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=bb\r\n\r\n"
        b"--bb\r\nContent-Type: text/plain\r\n\r\nsorry\r\n"
        b"--bb\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; b.cn\r\n\r\n"
        b"Final-Recipient: rfc822; x@b.cn\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--bb\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <abc@x.cn>\r\n"
        b"Content-Type: application/octet-stream; name=a.xlsx\r\n\r\nxx\r\n--bb--\r\n"
    )
    read = read_message(content)
    assert (read.bounced, read.status, read.head.automatic, read.attached) == (
        "<abc@x.cn>",
        "5.1.1",
        True,
        (),
    )


def test_attachments_none_one_many_and_forwarded() -> None:
    """Files are found wherever they hang; letters, logos and empty parts are none."""
    forwarded = (
        b"--bb\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d.cn\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: application/octet-stream; name="inner.xlsx"\r\n\r\nxx\r\n'
    )
    logo = part(b'; name="logo.png"\r\nContent-Disposition: inline', b"image/png")
    scan = part(b'\r\nContent-Disposition: attachment; filename="scan.jpg"', b"image/jpeg")
    text = b"--bb\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    tnef = part(b'; name="winmail.dat"', b"application/ms-tnef")
    read = read_message(message(b"", text + logo + forwarded + scan + tnef))
    assert [one.name for one in read.attached] == ["inner.xlsx", "scan.jpg", "winmail.dat"]
    assert read_message(message(b"", text)).attached == ()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        (NAME, "03_发展改革委_2020年二季度（镕）.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a b.XLSX", "a_b.xlsx"),
        ("a\0b\nc.xlsx", "a_b_c.xlsx"),
        ("$(rm -rf).xlsx", "(rm_-rf).xlsx"),
        ("%2f..%2f.xlsx", "2f_2f.xlsx"),
        ("\u202excod.exe", "xcod.exe"),
        ("e\u0301.xlsx", "é.xlsx"),
        ("..", ""),
        ("", ""),
    ],
)
def test_names_are_safe_and_readable(name: str, safe: str) -> None:
    """A name keeps its letters and loses everything that leads somewhere."""
    assert safe_name(name) == safe


@settings(max_examples=examples(60), deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_name_is_safe(name: str) -> None:
    """Whatever it was, a name is one short step that every disk takes."""
    safe = safe_name(name)
    assert not set(safe) & set('/\\:*?"<>|\0\r\n')
    assert safe not in {".", ".."}
    assert len(safe.encode()) <= 140


@settings(max_examples=examples(60), deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_a_message_or_nothing(content: bytes) -> None:
    """No message stops the reader."""
    read = read_message(b"From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=bb\r\n" + content)
    assert read.head.doubt in {"", "from-odd", "from-many", "from-none"}
