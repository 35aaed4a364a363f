"""Passwords and tokens of mail servers: from the environment, a command that the settings name, or
the system's keyring, never from a file of the workspace.
"""

import errno
import os
import subprocess

from xlreport.mail.attachment_names import words_of_server
from xlreport.mail.mail_login import Secret
from xlreport.model.model_errors import CannotRun
from xlreport.model.round.round_settings_types import Server

_SECONDS = 60
"""Time that a command may take to fetch a secret."""


def secret_for(service: str, settings: Server) -> Secret:
    """Return the password, or with `auth = "xoauth2"` the token, for `smtp` or `imap`.

    Raises:
        CannotRun: `password-missing`, `token-missing`, `secret-command`.
    """
    is_token = settings.auth == "xoauth2"
    kind = "token" if is_token else "password"
    variable = f"XLREPORT_{service.upper()}_{kind.upper()}"
    name = f"xlreport-{service}-token" if is_token else f"xlreport-{service}"
    words = (
        os.environ.get(variable) or _from_command(settings) or _from_keyring(name, settings.user)
    )
    if not words:
        raise CannotRun(f"{kind}-missing", variable=variable, service=name, user=settings.user)
    return Secret(words, is_token)


def _from_command(settings: Server) -> str:
    """Run the command that the settings name; the first line that it prints is the secret."""
    if not settings.secret_command:
        return ""
    command = settings.secret_command
    try:
        done = subprocess.run(  # noqa: S603 - the coordinator's own settings name it, no shell reads it
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        why = getattr(error, "strerror", None) or os.strerror(errno.ETIMEDOUT)
        raise CannotRun("secret-command", command=command[0], why=why) from error
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode or not lines or not lines[0].strip():
        why = words_of_server(done.stderr) or str(done.returncode)
        raise CannotRun("secret-command", command=command[0], why=why)
    return lines[0].strip()


def _from_keyring(service: str, user: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        secret: str | None = keyring.get_password(service, user)
    except KeyringError:
        return None
    return secret
