"""The sample client of docs/examples, run in a process of its own against a live server."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import config.celery  # noqa: F401  (what is committed here nudges the broker of the tests)
from core.api.scopes import COMPANY_SCOPES
from core.api.services import issue_token
from core.base import clock
from core.notifications.models import Message
from demo.cast import build_cast
from licensing.models import Application
from manufacturers.models import Product
from tests.api.served import served
from tests.api.test_drafts import PICTURE

CLIENT = Path(__file__).parents[2] / "docs" / "examples" / "company_client.py"


def test_the_sample_client_brings_three_lines_up_to_the_signature(committed_db, tmp_path):
    cast = build_cast()
    _token, secret = issue_token(
        actor=cast.preparer,
        name="Зразок",
        scopes=list(COMPANY_SCOPES),
        last_day=clock.today() + timedelta(days=2),
    )
    picture = tmp_path / "paper.png"
    picture.write_bytes(PICTURE)
    with served() as site:
        done = subprocess.run(
            [sys.executable, CLIENT, site, picture, picture],
            env=os.environ | {"DOZVIL_TOKEN": secret},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    draft = Application.objects.get()
    assert done.stdout.strip().endswith(f"/applications/{draft.pk}/declare/")
    assert (draft.status, draft.lines.count()) == ("draft", 3)
    assert (
        Product.objects.filter(manufacturer=cast.company, name_uk__contains="Зразок").count() == 3
    )
    assert Message.objects.filter(recipient=cast.signatory).exists()
