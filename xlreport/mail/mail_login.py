"""How a program shows who it is to a mail server: a password, or a token of OAuth 2 (XOAUTH2)."""

import imaplib
import smtplib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """A password or a token, never shown."""

    words: str
    is_token: bool = False

    def __repr__(self) -> str:
        return "Secret(…)"


def xoauth2(user: str, token: str) -> str:
    """Return the first answer of XOAUTH2 before it is packed, in the form of its makers."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def sign_in(client: imaplib.IMAP4, user: str, secret: Secret) -> None:
    """Log in to a mailbox; raises `imaplib.IMAP4.error` with the server's words."""
    if secret.is_token:
        first = xoauth2(user, secret.words).encode()
        asked = iter((first, b""))  # a refusal is told as a challenge, to be answered with nothing
        client.authenticate("XOAUTH2", lambda _challenge: next(asked, b""))
    elif user.isascii() and secret.words.isascii():
        client.login(f'"{user.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"',
                     secret.words)  # fmt: skip
    else:
        plain = f"\0{user}\0{secret.words}".encode()
        client.authenticate("PLAIN", lambda _challenge: plain)


def sign_in_to_send(server: smtplib.SMTP, user: str, secret: Secret) -> None:
    """Log in to a server that mails go out through; raises what `smtplib` raises."""
    server.ehlo_or_helo_if_needed()
    if not secret.is_token:
        server.login(user, secret.words)
        return
    asked = iter((xoauth2(user, secret.words), ""))
    server.auth("XOAUTH2", lambda _challenge=None: next(asked, ""))
