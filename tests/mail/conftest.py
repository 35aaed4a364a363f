"""Fixtures: a workspace, and real mail servers on loopback that tests can make stumble."""

import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from commands import Clock
from loopback import DOVECOT, Mailbox, Post, Start, free_port, let_in, wait_for, write_workspace
from scripted import ScriptedImap, serve

from xlreport.cli.options import round_options
from xlreport.pipeline.round.opening_round_workspace import Workspace


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The threads of servers only wait while something is read: workers may be forked beside them,
    and need not start afresh.
    """
    if sys.platform == "linux":
        monkeypatch.setattr("xlreport.processes.worker_processes.start_method", lambda: "fork")


@pytest.fixture
def house(tmp_path: Path) -> Workspace:
    """A workspace whose mails are drafts."""
    return write_workspace(tmp_path / "house")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the commands take for the time; they speak Chinese."""
    one = Clock()
    monkeypatch.setattr(round_options, "now", one)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    return one


@pytest.fixture
def folder(house: Workspace, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Path:  # noqa: ARG001 - it stops the clock
    """A workspace whose mails are drafts, as the working folder."""
    monkeypatch.chdir(house.folder)
    return house.folder


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, str]:
    """A certificate authority for loopback, and its file."""
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return ca, str(path)


@pytest.fixture
def server(
    authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ScriptedImap]:
    """An IMAP server that can be told to stumble; whatever it does, nothing is taken out of it."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    one = ScriptedImap(ca=authority[1])
    end = serve(one, authority[0])
    yield one
    end()
    assert one.sound(), one.commands


@pytest.fixture
def post_office(authority: tuple[trustme.CA, str]) -> Iterator[Start]:
    """Start a mail server with STARTTLS and AUTH, or with other settings of aiosmtpd."""
    running: list[Controller] = []

    def start(**options: Any) -> Post:
        post = Post(ca=authority[1], port=free_port())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority[0].issue_cert("127.0.0.1").configure_cert(context)
        plain: dict[str, Any] = {
            "tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": let_in,
        }  # fmt: skip
        one = Controller(post, hostname="127.0.0.1", port=post.port, **(plain | options))
        one.start()
        running.append(one)
        return post

    yield start
    for one in running:
        one.stop()


@pytest.fixture(scope="session")
def dovecot(authority: tuple[trustme.CA, str]) -> Iterator[Mailbox]:
    """A dovecot on loopback; one mailbox for all tests of a process, emptied for each by `mailbox`."""
    if shutil.which("dovecot") is None:
        pytest.skip("dovecot is not installed")
    root = Path(tempfile.mkdtemp(prefix="xlreport-dovecot-"))
    root.chmod(0o755)
    port = free_port()
    folder = root / "mail" / "office" / "Maildir"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    certificate = authority[0].issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(str(root / "key.pem"))
    (root / "cert.pem").write_bytes(b"".join(one.bytes() for one in certificate.cert_chain_pems))
    (root / "dovecot.conf").write_text(DOVECOT.format(root=root, port=port))
    for path in (root / "mail", *(root / "mail").rglob("*")):
        shutil.chown(path, "mail", "mail")
    with (root / "out").open("wb") as out:
        server = subprocess.Popen(
            ["dovecot", "-F", "-c", str(root / "dovecot.conf")], stdout=out, stderr=out
        )
        try:
            wait_for(port, root)
            yield Mailbox(port, folder, authority[1])
        finally:
            server.terminate()
            server.wait(20)
            shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def mailbox(dovecot: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """An empty mailbox, and its password in the environment."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    for place in ("new", "cur"):
        for path in (dovecot.folder / place).iterdir():
            path.unlink()
    return dovecot
