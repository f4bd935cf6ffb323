"""From a record to a PDF that is an archive file (PDF/A-3a) and accessible (PDF/UA-1).

The same record gives the same bytes on any machine and at any time: fonts and sheets are ours,
every date comes from the record, the file identifier from its digest. That is how an auditor proves
years later that page and data agree. Nothing is fetched: a page shows only what its record holds.
"""

import hashlib
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import weasyprint
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.utils import translation
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from core.base import canonical
from core.documents import fonts, glyphs, layout
from core.documents.finishing import finish
from core.documents.records import AnyRecord

ATTACHMENT = "record.json"
VARIANT = "pdf/a-3a"
# A space at the edge of a block counts in a line that is exactly full: WeasyPrint then breaks it.
BLOCKS = "td|th|p|div|h1|h2|h3|li|blockquote"
EDGES = re.compile(rf"(<(?:{BLOCKS})\b[^>]*>)\s+|\s+(?=</(?:{BLOCKS})>)")
# Pango keeps one font map for the process; two renderings at once would share it unsafely.
_one_at_a_time = Lock()


class DataOnlyFetcher(URLFetcher):
    """Refuses every address but `data:`; the refusal stops the rendering."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return the content of a data URI. Raises FatalURLFetchingError for anything else."""
        if not url.startswith("data:"):
            raise FatalURLFetchingError(f"a document may not load {url[:80]}")
        return super().fetch(url, headers)


class Press(NamedTuple):
    """What all renderings of a process share: the parsed sheet and the loaded fonts."""

    sheet: weasyprint.CSS
    fonts: FontConfiguration


def render(kind: str, record: AnyRecord, record_text: str) -> bytes:
    """Return the unsealed PDF of a record.

    `kind` is one of `layout.HEADINGS`; `record_text` is the canonical text whose digest is printed
    and which is attached as `record.json`. Raises ImproperlyConfigured without fonts.
    """
    shared = press()
    context = layout.context(kind, record, record_text)
    with translation.override("uk"):
        html = get_template(f"pdf/{kind}.html").render(context)
    html = EDGES.sub(lambda edge: edge[1] or "", html)
    with _one_at_a_time:
        return _write(html, context, record, record_text, shared)


def preload() -> None:
    """Load fonts, sheets and templates once, when a worker starts."""
    press()
    glyphs.covered()
    for kind in layout.HEADINGS:
        get_template(f"pdf/{kind}.html")


@cache
def press() -> Press:
    """Return the shared sheet and fonts of this process."""
    if not fonts.is_ready(Path(settings.FONTS_ROOT)):
        raise ImproperlyConfigured("The fonts are missing: run `manage.py prepare_fonts`.")
    loaded = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols={"file"}, allow_redirects=False)
    sheet = _font_faces() + _sheet_path().read_text()
    css = weasyprint.CSS(string=sheet, font_config=loaded, url_fetcher=fetcher)
    return Press(css, loaded)


@cache
def template_version() -> str:
    """Return 16 hex digits for all that shapes the bytes: program, sheet, fonts and templates."""
    folder = Path(settings.BASE_DIR) / "templates" / "pdf"
    parts = [_sheet_path(), *sorted(folder.rglob("*.html"))]
    parts += [Path(settings.FONTS_ROOT) / face.file_name for face in fonts.FACES]
    seen = hashlib.sha256(f"weasyprint {weasyprint.__version__}".encode())
    for part in parts:
        seen.update(hashlib.sha256(part.read_bytes()).digest())
    return seen.hexdigest()[:16]


def _write(
    html: str, context: dict[str, Any], record: AnyRecord, record_text: str, shared: Press
) -> bytes:
    page = weasyprint.HTML(string=html, url_fetcher=DataOnlyFetcher())
    document = page.render(
        font_config=shared.fonts, stylesheets=[shared.sheet], pdf_variant=VARIANT
    )
    issued = datetime.fromisoformat(record["issued_at"]).astimezone(UTC)
    _describe(document.metadata, context, issued)
    attachment = weasyprint.Attachment(
        string=record_text,
        name=ATTACHMENT,
        description="The record that this document is printed from",
        relationship="Source",
        created=issued,
        modified=issued,
    )
    pdf: bytes = document.write_pdf(
        finisher=finish,
        pdf_variant=VARIANT,
        pdf_identifier=canonical.digest(record_text)[:32].encode(),
        attachments=[attachment],
    )
    return pdf


def _describe(metadata: Any, context: dict[str, Any], issued: datetime) -> None:
    """Fill the metadata: number and authority, never firm, goods or destination."""
    metadata.title = context["title"]
    metadata.authors = [context["record"]["letterhead"]["authority"]["uk"]]
    metadata.generator = "Dozvil"
    metadata.created = metadata.modified = f"{issued:%Y-%m-%dT%H:%M:%SZ}"


def _sheet_path() -> Path:
    return Path(settings.BASE_DIR) / "static" / "pdf" / "paper.css"


def _font_faces() -> str:
    rule = '@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({uri}); }}\n'
    return "".join(
        rule.format(
            family=f"Plex {face.family.title()}",
            weight=face.weight,
            uri=(Path(settings.FONTS_ROOT) / face.file_name).as_uri(),
        )
        for face in fonts.FACES
    )
