"""What a signature file signs: CMS (`.p7s`) and ASiC containers (ETSI EN 319 162-1).

`enclosed` answers one question: which CMS signatures in this file cover exactly this text? The
digests on the way from a signature to the text are computed here, never believed.
"""

import hashlib
import re
import zipfile
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from asn1crypto import cms
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MIMETYPES = {
    b"application/vnd.etsi.asic-e+zip": "asice",
    b"application/vnd.etsi.asic-s+zip": "asics",
}
MANIFEST = re.compile(r"^META-INF/ASiCManifest[^/]*\.xml$", re.IGNORECASE)
XADES = re.compile(r"^META-INF/[^/]*signatures[^/]*\.xml$", re.IGNORECASE)
SINGLE = re.compile(r"^META-INF/signature[^/]*\.p7s$", re.IGNORECASE)
#: XML Encryption and DSig names of the digests that a manifest may use.
DIGESTS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}


class NotOfThisText(Exception):
    """The file signs something else, or nothing."""


class Form(StrEnum):
    """How a signature came."""

    DETACHED = "detached"
    ENVELOPING = "enveloping"
    CONTAINER = "container"
    XADES = "xades"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One signature and the bytes it covers; `cms` is empty where only XML is signed (XAdES)."""

    form: Form
    cms: bytes
    covered: bytes


def enclosed(content: bytes, text: bytes) -> list[Enclosed]:
    """Return the signatures of a file that cover `text`.

    Raises NotOfThisText when the file signs anything else, or cannot be read.
    """
    try:
        if content.startswith(b"PK\x03\x04"):
            found = list(_of_container(content, text))
        else:
            found = [_of_cms(content, text)]
    except (ValueError, TypeError, KeyError, zipfile.BadZipFile, ParseError) as error:
        raise NotOfThisText from error
    except (DefusedXmlException, BadBase64, NotImplementedError, OSError) as error:
        raise NotOfThisText from error
    if not found:
        raise NotOfThisText
    return found


def _of_cms(content: bytes, text: bytes) -> Enclosed:
    """Read a CMS signature. One that carries its text must carry ours."""
    signed = cms.ContentInfo.load(content)["content"]
    inside = signed["encap_content_info"]["content"].native
    if inside is None:
        return Enclosed(Form.DETACHED, content, text)
    if inside != text:
        raise NotOfThisText
    return Enclosed(Form.ENVELOPING, content, text)


def _of_container(content: bytes, text: bytes) -> Iterator[Enclosed]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        data = [name for name in names if _is_data(name)]
        alike = (name for name in data if archive.getinfo(name).file_size == len(text))
        ours = {name for name in alike if archive.read(name) == text}
        if not ours:
            raise NotOfThisText
        for name in filter(MANIFEST.match, names):
            yield _by_manifest(archive, name, ours)
        if len(data) == 1:
            for name in filter(SINGLE.match, names):
                if _kind(archive) == "asics":
                    yield Enclosed(Form.CONTAINER, archive.read(name), text)
        for _name in filter(XADES.match, names):
            yield Enclosed(Form.XADES, b"", text)


def _is_data(name: str) -> bool:
    return name != "mimetype" and not name.startswith("META-INF/") and not name.endswith("/")


def _kind(archive: zipfile.ZipFile) -> str:
    return MIMETYPES.get(archive.read("mimetype").strip(), "")


def _by_manifest(archive: zipfile.ZipFile, name: str, ours: set[str]) -> Enclosed:
    """Follow a manifest: it is what the signature covers, and it must name our text."""
    manifest = archive.read(name)
    root = fromstring(manifest)
    if not any(_names_ours(archive, one, ours) for one in _all(root, "DataObjectReference")):
        raise NotOfThisText
    signature = next(iter(_all(root, "SigReference"))).attrib["URI"]
    return Enclosed(Form.CONTAINER, archive.read(signature), manifest)


def _names_ours(archive: zipfile.ZipFile, reference: Element, ours: set[str]) -> bool:
    name = reference.attrib["URI"]
    if name not in ours:
        return False
    method = next(iter(_all(reference, "DigestMethod"))).attrib["Algorithm"]
    said = b64decode(next(iter(_all(reference, "DigestValue"))).text or "", validate=True)
    if method not in DIGESTS:
        raise NotOfThisText
    return hashlib.new(DIGESTS[method], archive.read(name)).digest() == said


def _all(root: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of a name in any namespace."""
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == tag)
