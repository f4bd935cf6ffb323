"""Sample files of the demonstration: real PDF pages that say they are samples."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from weasyprint import HTML

from core.accounts.models import User
from core.documents.intake import receive
from core.documents.models import StoredFile

_page: Callable[..., Any] = HTML

PAGE = """<!DOCTYPE html><html lang="uk"><head><title>{title}</title></head>
<body><h1>{title}</h1><p>{text}</p>
<p>Зразок для демонстрації. Усі особи, фірми й номери вигадані.</p>
</body></html>"""


def sample_file(actor: User, name: str, title: str, text: str) -> StoredFile:
    """Print a page and take it in as an upload of the person."""
    return receive(actor=actor, upload=sample_page(name, title, text))


def sample_page(name: str, title: str, text: str) -> "ContentFile[bytes]":
    """Print a page as a browser would send it."""
    content: bytes = _page(string=PAGE.format(title=title, text=text)).write_pdf()
    return ContentFile(content, name=f"{name}.pdf")
