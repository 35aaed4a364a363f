"""An IMAP server of a few lines that can be told to stumble; an EXPUNGE, or a CLOSE, is a fault."""

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

import trustme
from listening import listen

Reply = Callable[["Session", str, str], bytes | None]


@dataclass
class Stored:
    """One message as the server holds it."""

    content: bytes
    flags: set[str] = field(default_factory=set)
    day: str = "06-Jul-2020 09:00:00 +0800"


@dataclass
class ScriptedImap:
    """The server: messages by number, and what is answered instead of the plain answer."""

    messages: dict[int, Stored] = field(default_factory=dict)
    port: int = 0
    ca: str = ""
    commands: list[str] = field(default_factory=list)
    """Every command that was given, without its tag."""
    instead: Reply | None = None
    """Given the command's name and its text, returns bytes to send in its stead; `b"cut"` cuts."""
    capabilities: str = "IMAP4rev1 ID"
    greeting: str = "OK ready"
    read_only: bool = False
    uidvalidity: int = 7

    def put(self, content: bytes, *, day: str = "") -> int:
        number = len(self.messages) + 1
        self.messages[number] = Stored(content, day=day or "06-Jul-2020 09:00:00 +0800")
        return number

    @property
    def folder(self) -> "ScriptedImap":
        return self

    def named(self, word: str) -> list[str]:
        return [one for one in self.commands if word in one.upper()]

    def sound(self) -> bool:
        """Whether nothing was asked that takes messages away."""
        return not any(re.search(r"\b(EXPUNGE|CLOSE|Deleted)\b", one) for one in self.commands)


@dataclass
class Session:
    """One connection."""

    server: ScriptedImap
    stream: ssl.SSLSocket
    named: bool = False
    """Whether the program said its name after it had logged in."""
    named_before: bool = False
    state: str = "NONAUTH"

    def send(self, *lines: bytes) -> None:
        self.stream.sendall(b"".join(line + b"\r\n" for line in lines))

    def run(self) -> None:
        self.send(b"* " + self.server.greeting.encode())
        if self.server.greeting.startswith("PREAUTH"):
            self.state = "AUTH"
        file = self.stream.makefile("rb")
        for raw in file:
            tag, _, command = raw.decode("utf-8", "replace").strip().partition(" ")
            name = command.split(" ")[0].upper()
            if name == "UID":
                name = f"UID {command.split(' ')[1].upper()}"
            self.server.commands.append(command)
            told = self.server.instead(self, name, command) if self.server.instead else None
            if told == b"cut":
                self.stream.shutdown(socket.SHUT_RDWR)
                return
            if told is not None:
                self.send(
                    *(
                        line.replace(b"TAG", tag.encode(), 1)
                        for line in re.split(rb"(?<!\r)\n", told)
                    )
                )
                continue
            for line in self.answer(name, command, file):
                self.send(line)
            self.send(f"{tag} OK done".encode())
            if name == "LOGOUT":
                return

    def answer(self, name: str, command: str, _file: object) -> list[bytes]:
        server = self.server
        if name == "CAPABILITY":
            return [f"* CAPABILITY {server.capabilities}".encode()]
        if name == "LOGIN":
            self.state = "AUTH"
        if name == "ID":
            self.named_before = self.named_before or self.state == "NONAUTH"
            self.named = self.named or self.state != "NONAUTH"
        if name in {"SELECT", "EXAMINE"}:
            lines = [f"* {len(server.messages)} EXISTS".encode(),
                     f"* OK [UIDVALIDITY {server.uidvalidity}] ok".encode()]  # fmt: skip
            return [*lines, *([b"* OK [READ-ONLY] ok"] if server.read_only else [])]
        if name == "UID SEARCH":
            found = [
                str(uid)
                for uid, one in server.messages.items()
                if "UNSEEN" not in command or "\\Seen" not in one.flags
            ]
            return [f"* SEARCH {' '.join(found)}".encode()]
        if name == "UID STORE":
            for uid in command.split(" ")[2].split(","):
                server.messages[int(uid)].flags.add("\\Seen")
            return []
        if name == "UID FETCH":
            return [self.fetched(int(uid), command) for uid in command.split(" ")[2].split(",")
                    if int(uid) in server.messages]  # fmt: skip
        return []

    def fetched(self, uid: int, command: str, *, content: bytes | None = None) -> bytes:
        one = self.server.messages[uid]
        body = one.content if content is None else content
        if "BODY.PEEK[]" in command:
            return f"* {uid} FETCH (UID {uid} BODY[] {{{len(body)}}}\r\n".encode() + body + b")"
        head = body.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        start = f'* {uid} FETCH (UID {uid} RFC822.SIZE {len(one.content)} INTERNALDATE "{one.day}"'
        return f"{start} BODY[HEADER.FIELDS (FROM)] {{{len(head)}}}\r\n".encode() + head + b")"


def serve(server: ScriptedImap, authority: trustme.CA) -> Callable[[], None]:
    """Serve on loopback until the function that is returned is called."""
    server.port, end = listen(lambda stream: Session(server, stream).run(), authority)
    return end
