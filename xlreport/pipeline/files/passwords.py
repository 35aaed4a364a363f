"""Passwords of mail servers: from the environment or the system's keyring, never from a file of the
workspace.
"""

import os

from xlreport.model.errors import CannotRun
from xlreport.model.round.settings import Server


def password_for(service: str, settings: Server) -> str:
    """Return the password for `smtp` or `imap`; raises CannotRun where none is to be found."""
    variable = f"XLREPORT_{service.upper()}_PASSWORD"
    password = os.environ.get(variable) or _from_keyring(service, settings.user)
    if not password:
        raise CannotRun(
            "password-missing", variable=variable, service=f"xlreport-{service}", user=settings.user
        )
    return password


def _from_keyring(service: str, user: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        secret: str | None = keyring.get_password(f"xlreport-{service}", user)
    except KeyringError:
        return None
    return secret
