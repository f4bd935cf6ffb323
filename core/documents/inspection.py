"""What is inside a file that a stranger sent: run as a child process with hard limits.

    python -m core.documents.inspection TYPE < file

prints one word: `fine` or the reason for refusal. Parsers of PDF, images and archives are large
and written in C; here they may crash or run out of memory without taking the site with them. This
module imports nothing of the site, so the child starts fast and holds no secrets.
"""

import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 15
MAX_PIXELS = 60_000_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 3000
MAX_OBJECTS = 300_000
FINE = "fine"
ZIPPED = frozenset({"docx", "xlsx", "asice", "asics"})

ACTIVE_KEYS = frozenset(
    {"/JavaScript", "/JS", "/AA", "/XFA", "/RichMediaContent", "/EmbeddedFiles", "/EF"}
)
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Sound", "/Movie"}
    | {"/GoToE", "/GoToR"}
)
ACTIVE_KINDS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound"})
MACROS = re.compile(r"vbaProject|/activeX/|oleObject|/embeddings/.*\.bin$", re.IGNORECASE)
REMOTE = re.compile(
    rb'(attachedTemplate|oleObject|frame|subDocument)"[^>]*TargetMode="External"|'
    rb'TargetMode="External"[^>]*(attachedTemplate|oleObject|frame|subDocument)"'
)


class Refused(Exception):
    """The file is refused for the reason in its only argument."""


def inspect(kind: str, content: bytes) -> str:
    """Return `fine` or the code of the reason for refusal."""
    try:
        if kind not in ZIPPED and zipfile.is_zipfile(BytesIO(content)):
            raise Refused("two_in_one")
        INSPECTORS[kind](content)
    except Refused as refusal:
        return str(refusal)
    return FINE


def pdf(content: bytes) -> None:
    """Refuse PDF files that are damaged, encrypted or do something when they are opened."""
    import pikepdf

    end = content.rstrip(b"\0\r\n\t ")
    if not end.endswith(b"%%EOF"):
        raise Refused("broken")
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as document:
            if document.is_encrypted:
                raise Refused("encrypted")
            if not len(document.pages):
                raise Refused("broken")
            _search_actions(document)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused("broken") from error


def _search_actions(document: Any) -> None:
    import pikepdf

    if len(document.objects) > MAX_OBJECTS:
        raise Refused("too_much_inside")
    for top in document.objects:
        for item in _dictionaries(top):
            if ACTIVE_KEYS & set(item.keys()):
                raise Refused("active_content")
            if _name(item, "/S") in ACTIVE_ACTIONS or _name(item, "/Subtype") in ACTIVE_KINDS:
                raise Refused("active_content")
    first = document.Root.get("/OpenAction")
    if isinstance(first, pikepdf.Dictionary) and _name(first, "/S") != "/GoTo":
        raise Refused("active_content")


def _name(item: Any, key: str) -> str:
    import pikepdf

    value = item.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionaries(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the dictionaries written inside one object; references lead to objects of their own."""
    import pikepdf

    if depth > 50:
        raise Refused("too_much_inside")
    if isinstance(value, pikepdf.Stream):
        value = value.stream_dict
    if isinstance(value, pikepdf.Dictionary):
        yield value
        inner = [item for _, item in value.items()]
    elif isinstance(value, pikepdf.Array):
        inner = list(value)
    else:
        return
    for item in inner:
        if not getattr(item, "is_indirect", False):
            yield from _dictionaries(item, depth + 1)


def image(content: bytes) -> None:
    """Refuse images that are damaged, hide something behind their end, or flood the memory."""
    from PIL import Image, UnidentifiedImageError

    if b"%PDF-" in content[:1024]:
        raise Refused("two_in_one")
    Image.MAX_IMAGE_PIXELS = None  # our own limit below speaks for itself
    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused("too_many_pixels")
            picture.load()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise Refused("broken") from error


def png(content: bytes) -> None:
    """Inspect a PNG; nothing may follow its last chunk."""
    image(content)
    if not content.endswith(b"IEND\xaeB`\x82"):
        raise Refused("two_in_one")


def office(content: bytes, main_part: str) -> None:
    """Refuse DOCX and XLSX files that are bombs, carry macros or load something from elsewhere."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if main_part not in archive.namelist():
                raise Refused("type")
            _check_entries(entries, len(content))
            _unpack(archive, entries)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Refused("broken") from error


def container(content: bytes) -> None:
    """Refuse signature containers (ASiC) that are bombs or damaged, or that sign nothing."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_entries(archive.infolist(), len(content))
            _unpack(archive, archive.infolist())
            inside = [name for name in archive.namelist() if name.startswith("META-INF/")]
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Refused("broken") from error
    if not any(name.endswith((".p7s", ".xml")) for name in inside):
        raise Refused("not_a_signature")


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("bomb")
    if sum(entry.file_size for entry in entries) > MAX_RATIO * packed:
        raise Refused("bomb")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused("encrypted")
        if MACROS.search(entry.filename):
            raise Refused("active_content")


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once: the sizes written in an archive may lie."""
    left = MAX_UNPACKED
    for entry in entries:
        with archive.open(entry) as part:
            text = b""
            while chunk := part.read(1024 * 1024):
                left -= len(chunk)
                if left < 0:
                    raise Refused("bomb")
                if entry.filename.endswith(".rels"):
                    text += chunk
        if REMOTE.search(text):
            raise Refused("active_content")


def signature(content: bytes) -> None:
    """Refuse anything that is not a CMS signature."""
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(content, strict=True)
        signed = info["content_type"].native == "signed_data" and len(
            info["content"]["signer_infos"]
        )
    except (ValueError, TypeError) as error:
        raise Refused("broken") from error
    if not signed:
        raise Refused("type")


INSPECTORS: dict[str, Callable[[bytes], None]] = {
    "pdf": pdf,
    "png": png,
    "jpg": image,
    "docx": lambda content: office(content, "word/document.xml"),
    "xlsx": lambda content: office(content, "xl/workbook.xml"),
    "p7s": signature,
    "asice": container,
    "asics": container,
}


def main() -> None:
    """Limit this process, then inspect what comes on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        word = inspect(sys.argv[1], sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        word = "too_much_inside"
    sys.stdout.write(word)


if __name__ == "__main__":
    main()
