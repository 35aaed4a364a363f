"""Mails handed to a server, one recipient at a time, with what it answered: sent, try again,
refused, or too big.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

from xlreport.model.errors import CannotRun
from xlreport.model.round.settings import Server, Smtp

_PERMANENT = 500
_TOO_BIG = 552
_NO_TLS = (smtplib.SMTPNotSupportedError, ssl.SSLError, smtplib.SMTPResponseException)
"""What is thrown where a server does not encrypt, or is not who it should be."""


class Fate(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"
    """Refused for now, or the connection was lost and nobody knows."""
    REFUSED = "refused"
    TOO_BIG = "too_big"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    fate: Fate
    code: str = ""
    words: str = ""
    lost: bool = False
    """Whether the connection is gone."""


@contextmanager
def connected(
    settings: Smtp, password: str | None, ca: str | None, sender: str
) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt and log in; never falls back to clear text.

    Raises:
        CannotRun: `smtp-unreachable` (try later), `smtp-no-tls`, `smtp-login`, `clear-password`.
    """
    if password and settings.tls == "none":
        raise CannotRun("clear-password", host=settings.host)
    server = _reached(settings, ca, sender)
    try:
        _logged_in(server, settings, password)
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
        if isinstance(error, smtplib.SMTPConnectError) or not isinstance(error, _NO_TLS):
            raise CannotRun(
                "smtp-unreachable", host=settings.host, why=_plain(str(error))
            ) from error
        raise CannotRun("smtp-no-tls", host=settings.host, why=_plain(str(error))) from error
    return server


def _logged_in(server: smtplib.SMTP, settings: Smtp, password: str | None) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        if settings.user and password:
            server.login(settings.user, password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        raise CannotRun(
            "smtp-login", host=settings.host, user=settings.user, why=_plain(str(error))
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise CannotRun("smtp-unreachable", host=settings.host, why=_plain(str(error))) from error


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
    """Hand one mail to the server for one recipient."""
    limit = limit_of(server)
    if limit and len(content) > limit:
        return Answer(Fate.TOO_BIG, str(_TOO_BIG), f"SIZE {limit}")
    try:
        server.sendmail(sender, [recipient], content)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _answered(code, words, lost=server.sock is None)
    except smtplib.SMTPResponseException as error:
        return _answered(error.smtp_code, error.smtp_error, lost=server.sock is None)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        return Answer(Fate.LATER, "lost", _plain(str(error)), lost=True)
    return Answer(Fate.SENT, "250")


def _answered(code: int, words: bytes | str, *, lost: bool) -> Answer:
    told = _plain(words.decode("utf-8", "replace") if isinstance(words, bytes) else words)
    if code == _TOO_BIG:
        return Answer(Fate.TOO_BIG, str(code), told, lost)
    fate = Fate.REFUSED if code >= _PERMANENT else Fate.LATER
    return Answer(fate, str(code), told, lost)


def _plain(text: str) -> str:
    return " ".join(text.split())[:300]


def needs_password(settings: Server) -> bool:
    """Say whether a server asks for a password."""
    return bool(settings.user)
