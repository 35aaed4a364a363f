"""An SMTP server of a few lines that answers each command as it is told; it keeps what it was given."""

import socket
import ssl
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

import trustme
from listening import listen

CUT, RESET = b"cut", b"reset"


@dataclass
class ScriptedSmtp:
    """The server: by the beginning of a command what is answered, one answer after another, then the plain one."""

    port: int = 0
    ca: str = ""
    greeting: bytes = b"220 ready"
    features: tuple[str, ...] = ("SIZE 30000000", "AUTH PLAIN LOGIN XOAUTH2")
    script: dict[str, list[bytes]] = field(default_factory=dict)
    """By verb (`MAIL`, `RCPT`, `DATA`, `.` for the end of a mail, `AUTH`); `CUT` closes the connection, `RESET` resets it."""
    commands: list[str] = field(default_factory=list)
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and bytes of what was answered with 250."""
    connections: int = 0


def _answer(server: ScriptedSmtp, verb: str, otherwise: bytes) -> bytes:
    waiting = server.script.get(verb, [])
    return waiting.pop(0) if waiting else otherwise


def _mail(server: ScriptedSmtp, file: IO[bytes], recipient: str) -> bytes:
    """Read a mail to its end; return what is answered to it."""
    content = b""
    while not content.endswith(b"\r\n.\r\n"):
        content += file.readline()
    answer = _answer(server, ".", b"250 taken")
    if answer.startswith(b"250"):
        server.mails.append((recipient, content[:-3]))
    return answer


def _session(server: ScriptedSmtp, stream: ssl.SSLSocket) -> None:
    stream.sendall(server.greeting + b"\r\n")
    file = stream.makefile("rb")
    recipient = ""
    for raw in file:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        server.commands.append(line)
        verb = line.split(" ")[0].upper()
        if verb == "EHLO":
            lines = ["scripted", *server.features]
            told = "\r\n".join(f"250{' ' if one is lines[-1] else '-'}{one}" for one in lines)
            stream.sendall(told.encode() + b"\r\n")
            continue
        if verb == "RCPT":
            recipient = line[line.index("<") + 1 : line.index(">")]
        answer = _answer(
            server, verb, {"DATA": b"354 go", "AUTH": b"235 welcome"}.get(verb, b"250 ok")
        )
        if verb == "DATA" and answer == RESET:
            stream.sendall(b"354 go\r\n")
            stream.recv(1)
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        if answer == CUT:
            return
        stream.sendall(answer + b"\r\n")
        if verb == "DATA" and answer.startswith(b"354"):
            answer = _mail(server, file, recipient)
            if answer == CUT:
                return
            stream.sendall(answer + b"\r\n")
        if verb == "QUIT" or answer.startswith(b"421"):
            return


def serve_smtp(server: ScriptedSmtp, authority: trustme.CA) -> Callable[[], None]:
    """Serve on loopback, encrypted from the beginning, until the function that is returned is called."""

    def answer(stream: ssl.SSLSocket) -> None:
        server.connections += 1
        _session(server, stream)

    server.port, end = listen(answer, authority)
    return end
