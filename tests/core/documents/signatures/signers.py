"""People who sign with their own tools: plain CMS and ASiC made without the code under test."""

import hashlib
import zipfile
from base64 import b64encode
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from core.documents import seal_keys

OPTIONS = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]


def p7s(text: str | bytes, *, detached: bool = True) -> bytes:
    """Return a CMS signature (DER) over a text by the test's certificate."""
    place = seal_keys.folder()
    key = serialization.load_pem_private_key((place / seal_keys.KEY).read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((place / seal_keys.CERTIFICATE).read_bytes())
    content = text.encode() if isinstance(text, str) else text
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    signed = builder.add_signer(certificate, key, hashes.SHA256())  # type: ignore[arg-type]
    return signed.sign(serialization.Encoding.DER, OPTIONS if detached else OPTIONS[1:])


def enveloping(text: str) -> bytes:
    """Return a CMS signature that carries its text."""
    return p7s(text, detached=False)


def national(text: str) -> bytes:
    """Return a signature that says it is made by DSTU 4145: well formed, nobody here can check."""
    from asn1crypto import cms

    info = cms.ContentInfo.load(p7s(text))
    signer = info["content"]["signer_infos"][0]
    signer["signature_algorithm"] = {"algorithm": "1.2.804.2.1.1.1.1.3.1.1"}
    return info.dump(force=True)


def asice(text: str, *, name: str = "application.json", said: bytes | None = None) -> bytes:
    """Return an ASiC-E container with CAdES; `said` is the digest that its manifest claims."""
    digest = said or hashlib.sha256(text.encode()).digest()
    manifest = (
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" '
        'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        '<asic:SigReference URI="META-INF/signature001.p7s"/>'
        f'<asic:DataObjectReference URI="{name}">'
        '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{b64encode(digest).decode()}</ds:DigestValue>"
        "</asic:DataObjectReference></asic:ASiCManifest>"
    ).encode()
    return packed(
        "asic-e",
        {
            name: text.encode(),
            "META-INF/ASiCManifest001.xml": manifest,
            "META-INF/signature001.p7s": p7s(manifest),
        },
    )


def asics(text: str) -> bytes:
    """Return an ASiC-S container: one file and its signature."""
    return packed("asic-s", {"text.json": text.encode(), "META-INF/signature.p7s": p7s(text)})


def packed(kind: str, files: dict[str, bytes]) -> bytes:
    """Return a container with its type in front."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.etsi.{kind}+zip")
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
