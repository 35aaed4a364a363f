"""Mails handed to a server, one recipient at a time, with what it answered: sent, try again,
refused, or too big.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

from xlreport.mail.attachment_names import words_of_server
from xlreport.mail.mail_login import Secret, sign_in_to_send
from xlreport.model.model_errors import CannotRun
from xlreport.model.round.round_settings_types import Smtp

_PERMANENT = 500
_TOO_BIG = 552
_GOING = 354
_GOODBYE = 421
_ANSWER_TO_DATA = 600.0
"""Seconds to wait for the answer to a whole mail: at least ten minutes (RFC 5321 4.5.3.2.6)."""
_NO_TLS = (smtplib.SMTPNotSupportedError, ssl.SSLError, smtplib.SMTPResponseException)
"""What is thrown where a server does not encrypt, or is not who it should be."""
# A permanent code with one of these words means: not so many, not so fast. The last ones are codes
# of large Chinese providers for the same.
_TOO_FAST = re.compile(
    r"\brate\b|rate[- ]?limit|frequen|too many|too fast|throttl|try (?:again )?later"
    r"|quota.*(?:hour|day)|(?:hour|dai)ly.*(?:limit|quota)|频率|频繁|过快|过多|超过.{0,12}(?:上限|限制)|稍后"
    r"|RP:TRC|RP:QRC|MI:SFQ|MI:DMC|MI:STC|MI:FREQ|HL:IFC|DT:SUM",
    re.IGNORECASE,
)
# 552 5.2.2, "mailbox is full", "over quota", 邮箱已满, 空间不足
_FULL = re.compile(
    r"\b5\.2\.2\b|mailbox.{0,20}full|over ?quota|邮箱.{0,6}满|空间不足", re.IGNORECASE
)
# What says that the sender is not let through, though the recipient's name was the last word.
_OUR_FAULT = re.compile(
    r"\b5\.7\.\d|\b5\.1\.[78]\b|relay|sender|authenticat|denied|not allowed|发件人|发信人|认证",
    re.IGNORECASE,
)


class Fate(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"
    """Refused for now, or the connection was lost before the mail was handed over whole."""
    UNANSWERED = "unanswered"
    """Handed over whole, and no answer came: nobody knows."""
    REFUSED = "refused"
    TOO_BIG = "too_big"


class Blame(StrEnum):
    """What a refusal was about."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    fate: Fate
    code: str = ""
    words: str = ""
    lost: bool = False
    """Whether the connection is gone, or should be."""
    blame: Blame | None = None


@contextmanager
def connected(
    settings: Smtp, secret: Secret | None, ca: str | None, sender: str
) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt and log in; never falls back to clear text.

    Args:
        settings: host, port and kind of encryption.
        secret: the password, where one is needed.
        ca: a file of certificates to trust; None is the system's.
        sender: the address in whose name is sent.

    Raises:
        CannotRun: `smtp-unreachable` (try later), `smtp-no-tls`, `smtp-login`, `clear-password`.
    """
    if secret and settings.tls == "none":
        raise CannotRun("clear-password", host=settings.host)
    server = _reached(settings, ca, sender)
    try:
        _logged_in(server, settings, secret)
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _reached(settings: Smtp, ca: str | None, sender: str) -> smtplib.SMTP:
    name = sender.rpartition("@")[2]
    server: smtplib.SMTP | None = None
    try:
        if settings.tls == "tls":
            return smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=settings.timeout, context=encryption(ca)
            )
        server = smtplib.SMTP(settings.host, settings.port, name, timeout=settings.timeout)
        if settings.tls == "starttls":
            server.starttls(context=encryption(ca))
    except (smtplib.SMTPException, OSError) as error:
        if server is not None:
            server.close()
        why = why_of(error)
        if isinstance(error, smtplib.SMTPConnectError) or not isinstance(error, _NO_TLS):
            raise CannotRun("smtp-unreachable", host=settings.host, why=why) from error
        raise CannotRun("smtp-no-tls", host=settings.host, why=why) from error
    return server


def _logged_in(server: smtplib.SMTP, settings: Smtp, secret: Secret | None) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        if settings.user and secret:
            sign_in_to_send(server, settings.user, secret)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code < _PERMANENT:
            # 454: the server cannot look passwords up just now
            raise CannotRun("smtp-unreachable", host=settings.host, why=why_of(error)) from error
        raise CannotRun(
            "smtp-login", host=settings.host, user=settings.user, why=why_of(error)
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise CannotRun("smtp-unreachable", host=settings.host, why=why_of(error)) from error


def why_of(error: BaseException) -> str:
    """Return what went wrong in the server's own words, where it said any."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {words_of_server(error.smtp_error)}"
    return words_of_server(str(error))


def encryption(ca: str | None) -> ssl.SSLContext:
    """Return how servers are trusted: by the system's certificates, and by a file's where one is
    given.
    """
    context = ssl.create_default_context()
    if ca:
        context.load_verify_locations(ca)
    return context


def limit_of(server: smtplib.SMTP) -> int:
    """Return how many bytes the server takes; 0 where it does not say."""
    told = server.esmtp_features.get("size", "")
    return int(told) if told.isdecimal() else 0


def hand_over(server: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> Answer:
    """Hand one mail to the server for one recipient.

    Only what is lost after the last byte of the mail leaves it unknown whether it went.

    Args:
        server: connected.
        sender: the envelope's sender.
        recipient: one address.
        content: the mail as it is sent.
    """
    limit = limit_of(server)
    if limit and len(content) > limit:
        return Answer(Fate.TOO_BIG, str(_TOO_BIG), f"SIZE {limit}", blame=Blame.CONTENT)
    whole = False
    try:
        server.ehlo_or_helo_if_needed()
        code, words = server.mail(sender, _size(server, content))
        if code // 100 != 2:
            return _refused(server, code, words, Blame.SENDER)
        code, words = server.rcpt(recipient)
        if code // 100 != 2:
            return _refused(server, code, words, Blame.RECIPIENT)
        code, words = server.docmd("DATA")
        if code != _GOING:
            return _refused(server, code, words, Blame.CONTENT)
        server.send(_dotted(content))
        server.send(b".\r\n")
        whole = True
        if server.sock is not None:
            server.sock.settimeout(max(server.timeout, _ANSWER_TO_DATA))
        code, words = server.getreply()
        if server.sock is not None:
            server.sock.settimeout(server.timeout)
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException, OSError) as error:
        fate = Fate.UNANSWERED if whole else Fate.LATER
        return Answer(fate, "lost", why_of(error), lost=True)
    if code // 100 != 2:
        return _refused(server, code, words, Blame.CONTENT)
    return Answer(Fate.SENT, "250")


def _size(server: smtplib.SMTP, content: bytes) -> list[str]:
    if server.has_extn("size"):
        return [f"size={len(content)}"]
    return []


def _dotted(content: bytes) -> bytes:
    """Return a mail's bytes as DATA carries them: a line that begins with a dot gets a second."""
    dotted = re.sub(rb"(?m)^\.", b"..", content)
    if dotted.endswith(b"\r\n"):
        return dotted
    return dotted + b"\r\n"


def _refused(server: smtplib.SMTP, code: int, words: bytes | str, blame: Blame) -> Answer:
    """Return what a refusal means, and leave the connection ready for the next mail."""
    told = words_of_server(words)
    lost = code == _GOODBYE
    if not lost:
        try:
            server.rset()
        except (smtplib.SMTPServerDisconnected, OSError):
            lost = True
    if blame is Blame.RECIPIENT and _OUR_FAULT.search(told):
        blame = Blame.SENDER
    if code == _TOO_BIG and blame is not Blame.RECIPIENT and not _FULL.search(told):
        return Answer(Fate.TOO_BIG, str(code), told, lost, Blame.CONTENT)
    if code < _PERMANENT or _TOO_FAST.search(told):
        return Answer(Fate.LATER, str(code), told, lost)
    return Answer(Fate.REFUSED, str(code), told, lost, blame)
