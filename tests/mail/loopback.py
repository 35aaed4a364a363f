"""A workspace of three departments, and mail servers on loopback as tests see them."""

import hashlib
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, Envelope, Session

from xlreport.pipeline.forms.filling_forms import fill
from xlreport.pipeline.round.opening_round_workspace import (
    Workspace,
    load_workspace,
    make_workspace,
)

PLAN = """
[plan]
code = "SMALL-2020"
title = "某市2020年政府工作报告目标任务"
government = "某市人民政府"
year = 2020
report = "某市2020年政府工作报告"
begins = "2020年工作目标"
contact = "市政府督查室（示例）"

[[department]]
code = "RST"
name = "人力资源社会保障厅"
aliases = ["人社厅"]
[[department]]
code = "NYT"
name = "农业农村厅"
[[department]]
code = "TJJ"
name = "统计局"

[[indicator]]
code = "ZB001"
name = "城镇新增就业人数"
section = "一"
figure = "5万人以上"
lead = "RST"
leader = "某副市长"
measure = "cumulative"
direction = "more"
comparator = "ge"
profile = "linear"
unit = "万人"
value = "5"
decimals = 2
printed = "5万人以上"
baseline = {value = "5.2"}
[[indicator]]
code = "ZB002"
name = "化肥用量降幅"
section = "一"
figure = "下降10%"
lead = "NYT"
measure = "fall"
direction = "more"
comparator = "ge"
profile = "hold"
unit = "%"
value = "10"
decimals = 1
printed = "下降10%"
[[indicator]]
code = "ZB003"
name = "劳务收入增速"
section = "一"
figure = "增长20%"
lead = "RST"
reporter = "TJJ"
leader = "某副市长"
measure = "growth"
direction = "more"
comparator = "ge"
profile = "hold"
unit = "%"
value = "20"
decimals = 1
printed = "增长20%"
[[milestone]]
code = "RW001"
name = "公共实训基地"
section = "一"
figure = "实训基地"
lead = "RST"
action = "build"
due = 2020-09-30
"""
CONTACTS = """
[[department]]
code = "RST"
addresses = ["rst@dept.example"]
person = "张三（示例）"
telephone = "000-0001"
[[department]]
code = "NYT"
addresses = ["nyt@dept.example", "nyt2@dept.example"]
[[department]]
code = "TJJ"
addresses = ["tjj@dept.example"]
[[leader]]
name = "某副市长"
addresses = ["leader@gov.example"]
"""
OFFICE = "office@gov.example"
JULY = datetime(2020, 7, 1, 8, 0, tzinfo=UTC)


def write_workspace(folder: Path, settings: str = "") -> Workspace:
    """Make a workspace of the small plan with contacts and these settings."""
    plan = folder.parent / f"{folder.name}.toml"
    plan.write_text(PLAN, "utf-8")
    make_workspace(plan, folder, JULY)
    plan.unlink()
    (folder / "schemas" / "contacts.toml").write_text(CONTACTS, "utf-8")
    if settings:
        (folder / "xlreport.toml").write_text(f'plan = "schemas/{plan.name}"\n{settings}', "utf-8")
    return load_workspace(folder)


@dataclass
class Post:
    """What a mail server on loopback was handed, and how it shall stumble."""

    mails: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and bytes, as accepted."""
    answers: dict[str, list[str]] = field(default_factory=dict)
    """By recipient: what to answer to RCPT, one after another, before it is accepted."""
    data: list[str] = field(default_factory=list)
    """What to answer to DATA, one after another; `drop` accepts and closes the connection without a word."""
    port: int = 0
    ca: str = ""

    async def handle_RCPT(  # noqa: N802 - the name that the server calls
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        waiting = self.answers.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.data.pop(0) if self.data else "250 OK"
        content = envelope.original_content
        assert isinstance(content, bytes)
        if answer in {"250 OK", "drop"}:
            self.mails += [(address, content) for address in envelope.rcpt_tos]
        if answer == "drop":
            server.transport.close()
        return answer

    def to(self, recipient: str) -> list[Message]:
        """The mails that one recipient was sent."""
        return [
            message_from_bytes(content, policy=default)
            for address, content in self.mails
            if address == recipient
        ]

    def ids(self) -> list[str]:
        """The Message-IDs of all that was accepted, in their order."""
        return [
            str(message_from_bytes(content, policy=default)["Message-ID"])
            for _, content in self.mails
        ]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def let_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (OFFICE.encode(), b"secret")
    return AuthResult(success=right, handled=right)


Start = Callable[..., Post]


def smtp_settings(post: Post, *, tls: str = "starttls", user: str = OFFICE, more: str = "") -> str:
    """Settings of a workspace that sends through a server on loopback."""
    return (
        f'[mail]\nvia = "smtp"\nfrom = "{OFFICE}"\nname = "督查室"\n[mail.smtp]\nhost = "127.0.0.1"\n'
        f'port = {post.port}\ntls = "{tls}"\nuser = "{user}"\nca = "{post.ca}"\ntimeout = 10\n{more}'
    )


@dataclass
class Mailbox:
    """A mailbox of a real IMAP server."""

    port: int
    folder: Path
    ca: str
    count: int = 0

    def put(self, content: bytes) -> None:
        """Deliver a message."""
        self.count += 1
        waiting = self.folder / "tmp" / f"{int(time.time())}.{self.count:04}.test"
        waiting.write_bytes(content.replace(b"\r\n", b"\n"))
        waiting.chmod(0o666)
        waiting.rename(self.folder / "new" / waiting.name)

    def number_anew(self) -> None:
        """Forget every number that was given to a message, as a server does that is set up again."""
        numbers = self.folder / "dovecot-uidlist"
        text = numbers.read_text()
        for path in self.folder.glob("dovecot.index*"):
            path.unlink()
        numbers.write_text(
            re.sub(r"(?<= V)\d+", lambda told: str(int(told[0]) + 1000), text, count=1)
        )

    def seen(self) -> int:
        """How many messages are marked as seen."""
        return sum("S" in path.name.partition(":2,")[2] for path in (self.folder / "cur").iterdir())

    def left(self) -> int:
        """How many messages there are."""
        return sum(1 for place in ("new", "cur") for _ in (self.folder / place).iterdir())


def imap_settings(box: Mailbox) -> str:
    """Settings of a workspace that fetches from a mailbox on loopback."""
    return (
        f'[mail.imap]\nhost = "127.0.0.1"\nport = {box.port}\ntls = "tls"\nuser = "office"\n'
        f'ca = "{box.ca}"\ntimeout = 20\n'
    )


DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/log
mail_location = maildir:{root}/mail/%u/Maildir
first_valid_uid = 1
ssl = required
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/key.pem
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={root}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


def wait_for(port: int, root: Path) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    log = root / "log"
    pytest.fail(
        f"dovecot does not start: {log.read_text() if log.exists() else (root / 'out').read_text()}"
    )


def reply(
    sender: str,
    *files: tuple[str, bytes],
    subject: str = "报表",
    message_id: str = "",
    head: str = "",
) -> bytes:
    """A mail as a department's mail program sends it, with attachments."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = OFFICE
    mail["Subject"] = subject
    mail["Date"] = "Mon, 06 Jul 2020 09:00:00 +0800"
    mail["Message-ID"] = (
        message_id
        or f"<{hashlib.sha256(repr((sender, files, subject)).encode()).hexdigest()[:20]}@x>"
    )
    mail.set_content("见附件。")
    for name, content in files:
        mail.add_attachment(content, "application", "octet-stream", filename=name)
    return head.encode() + mail.as_bytes()


def filled(template: bytes, values: str, folder: Path) -> bytes:
    """A department's workbook filled in from lines of CSV."""
    source, rows, out = folder / "template.xlsx", folder / "values.csv", folder / "filled.xlsx"
    source.write_bytes(template)
    rows.write_text(values, "utf-8")
    fill(source, rows, out)
    return out.read_bytes()


GOOD = {
    "RST": "code,actual,state,expected,progress,problems,next_steps,filled_by,telephone,checked_by,filled_on,source\n"
    "ZB001,2.60,,,按计划推进,,,张三,000-0001,李四,2020-07-03,operations\n"
    "RW001,,under_way,2020-09-20,主体已完工,,,,,,,\n",
    "NYT": "code,actual,progress,filled_by,telephone,checked_by,filled_on,source\n"
    "ZB002,10.5,推广有机肥,王五,000-0002,赵六,2020-07-03,operations\n",
    "TJJ": "code,actual,progress,filled_by,telephone,checked_by,filled_on,source\n"
    "ZB003,20.4,已发布,钱七,000-0003,孙八,2020-07-03,statistics\n",
}
"""Returns without a fault, as lines of CSV."""
BAD = GOOD["RST"].replace("2.60", "见附表")
"""The same with a figure that is none."""
