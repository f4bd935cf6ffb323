"""The receiver of `docs/examples`, as a company runs it, with a certificate of its own."""

import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

EXAMPLE = Path(settings.BASE_DIR) / "docs/examples/webhook_receiver.py"


def example() -> ModuleType:
    """Load the example, as nobody imports it."""
    spec = spec_from_file_location("webhook_receiver", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Listening:
    """A receiver at work: where it listens, what it was handed, how it answers."""

    port: int
    certificate: Path
    module: ModuleType
    receiver: Any = None
    facts: list[dict] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    forced: int | None = None

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/dozvil"

    def know(self, secret: str) -> None:
        """Give it the secret that the page showed."""
        self.receiver = self.module.Receiver(secret, self.facts.append)

    def receive(self, headers: dict[str, str], body: bytes) -> int:
        """Answer as the example does, or as the test forces it to."""
        answer = self.forced or self.receiver.receive(headers, body)
        self.answers.append(answer)
        return answer


@contextmanager
def listening(folder: Path) -> Iterator[Listening]:
    """Run the example's server on a free port."""
    module = example()
    certificate, key = _certificate(folder)
    found = Listening(port=0, certificate=certificate, module=module)
    server = module.server(0, found)
    found.port = server.server_address[1]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    here = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(here), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(made.public_bytes(form))
    plain = serialization.NoEncryption()
    text = key.private_bytes(form, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(text)
    return folder / "certificate.pem", folder / "key.pem"
