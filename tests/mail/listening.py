"""A scripted server on loopback, encrypted from the beginning, in a thread of its own."""

import socket
import ssl
import threading
from collections.abc import Callable

import trustme


def listen(
    answer: Callable[[ssl.SSLSocket], None], authority: trustme.CA
) -> tuple[int, Callable[[], None]]:
    """Let one connection after another be answered; return the port, and what ends it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ear = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            try:
                raw, _ = ear.accept()
                with raw, context.wrap_socket(raw, server_side=True) as stream:
                    answer(stream)
            except OSError:
                continue

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        ear.shutdown(socket.SHUT_RDWR)
        ear.close()
        thread.join(10)

    return ear.getsockname()[1], end
