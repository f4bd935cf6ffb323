"""A small server that speaks clamd's INSTREAM, for tests."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)  # type: ignore[attr-defined]
        self.wfile.write(self.server.answer(content))  # type: ignore[attr-defined]


def honest(content: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(answer=honest, socket_path: str = "") -> Iterator[tuple[str, list[bytes]]]:
    """Run a scanner; give its address and the list of what it was asked to scan."""
    server = _Unix(socket_path, _Session) if socket_path else _Tcp(("127.0.0.1", 0), _Session)
    server.answer, server.seen = answer, []  # type: ignore[union-attr]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        address = socket_path or f"127.0.0.1:{server.server_address[1]}"
        yield address, server.seen  # type: ignore[union-attr]
    finally:
        server.shutdown()
        server.server_close()
