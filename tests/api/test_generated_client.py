"""A client that a generator makes of our description takes a company to the signature."""

import importlib
import json
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.test import Client

import config.celery  # noqa: F401  (what is committed here nudges the broker of the tests)
from config.api import api
from core.api.scopes import COMPANY_SCOPES
from core.api.services import issue_token
from core.base import clock
from demo.cast import Cast, build_cast
from licensing.models import Application
from tests.api.served import served
from tests.api.test_drafts import CERTIFICATE, KIND, PARTY, PICTURE, PRODUCT

SETTINGS = Path(__file__).parents[2] / "docs" / "examples" / "generated_client.yml"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate the client; a warning of the generator is a failure."""
    folder = tmp_path_factory.mktemp("generated")
    description = folder / "openapi.json"
    description.write_text(json.dumps(api.get_openapi_schema(), default=str))
    generate = ["generate", "--path", description, "--output-path", folder / "dozvil_client"]
    options = ["--meta", "none", "--config", SETTINGS, "--fail-on-warning"]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *generate, *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield importlib.import_module("dozvil_client")


class Company:
    """Calls the generated functions by their names and keeps the ETag of the draft."""

    def __init__(self, package: ModuleType, site: str, secret: str) -> None:
        self.client = package.AuthenticatedClient(base_url=site, token=secret)
        self.models = importlib.import_module("dozvil_client.models")
        self.types = importlib.import_module("dozvil_client.types")
        self.etag = ""

    def call(self, place: str, *path: UUID | str, **given: Any) -> Any:
        """Return what the function at `group.name` answers; a refusal fails the test."""
        function = importlib.import_module(f"dozvil_client.api.{place}")
        answer = function.sync_detailed(*path, client=self.client, **given)
        assert 200 <= answer.status_code < 300, answer.content.decode()
        self.etag = answer.headers.get("etag", self.etag)
        return answer.parsed

    def write(self, place: str, *path: UUID | str, shape: str = "", **sent: Any) -> Any:
        """Send JSON of a shape as a new write."""
        given = {"body": getattr(self.models, shape).from_dict(sent)} if shape else {}
        return self.call(place, *path, idempotency_key=uuid4().hex, **given)

    def change(self, place: str, draft: UUID, shape: str = "", **sent: Any) -> Any:
        """Change the draft from the version seen last."""
        given = {"body": getattr(self.models, shape).from_dict(sent)} if shape else {}
        return self.call(place, draft, idempotency_key=uuid4().hex, if_match=self.etag, **given)

    def upload(self, place: str, draft: UUID, shape: str, **fields: str) -> Any:
        """Send the picture of a paper."""
        file = self.types.File(BytesIO(PICTURE), "договір.png", "image/png")
        body = getattr(self.models, shape)(file=file, **fields)
        return self.call(place, draft, body=body, idempotency_key=uuid4().hex, if_match=self.etag)

    def fill(self) -> UUID:
        """Write a draft of three lines of the catalogue with all its papers."""
        draft: UUID = self.write("drafts.begin_draft", shape="KindIn", **KIND).id
        for number in range(1, 4):
            product = self.product(number)
            etag = self.call("drafts.read_draft", draft) and self.etag
            assert etag
            figures = {"quantity": f"{number}", "value": "1000.00", "currency": "EUR"}
            self.change("drafts.add_line", draft, "LineIn", product=product, **figures)
        use = {"end_use_uk": "Море", "end_use_en": "The coast"}
        self.change("drafts.save_end_use", draft, "EndUseIn", **use)
        contract = {"contract_no": "22/С", "contract_date": "2026-10-12"}
        self.change("drafts.save_contract", draft, "ContractIn", **contract)
        self.change("drafts.save_end_user", draft, "EndUserIn", **PARTY)
        self.change("drafts.add_party", draft, "PartyIn", **PARTY, role="consignee")
        self.change("drafts.save_certificate", draft, "CertificateIn", **CERTIFICATE)
        self.upload("drafts.send_certificate", draft, "SendCertificateIn")
        self.upload("drafts.attach_file", draft, "AttachFileIn", kind="contract")
        return draft

    def product(self, number: int) -> str:
        """Enter a product and return its identifier."""
        facts = PRODUCT | {"name_uk": f"Сиволіт С-{number}", "name_en": f"Sivolit S-{number}"}
        return str(self.write("products.add_product", shape="ProductIn", **facts).id)


def test_a_generated_client_goes_from_the_catalogue_to_the_case(committed_db, package: ModuleType):
    cast = build_cast()
    today = clock.today()
    _token, secret = issue_token(
        actor=cast.preparer,
        name="Згенерована",
        scopes=list(COMPANY_SCOPES),
        last_day=today + timedelta(days=2),
    )
    with served() as site:
        company = Company(package, site, secret)
        assert company.call("token.read_token").owner
        draft = company.fill()
        assert len(company.call("products.list_products", q="Сиволіт").items) == 3
        check = company.call("drafts.check_draft", draft)
        assert check.verdict != "would_be_returned", check.findings
        number = _sign(cast, company.change("drafts.hand_draft", draft).sign_at)
        shown = company.call("cases.read_case", number)
    assert (shown.status, shown.number) == ("submitted", number)
    assert [line.product_id is not None for line in Application.objects.get().lines.all()] == (
        [True] * 3
    )


def _sign(cast: Cast, address: str) -> str:
    """Declare and submit at the address handed over, as the signatory does; return the number."""
    browser = Client()
    browser.force_login(cast.signatory)
    place = urlsplit(address).path
    page = browser.get(place).content.decode()
    for line in ("Сиволіт С-1", "Сиволіт С-2", "Сиволіт С-3"):
        assert line in page
    seen = page.partition('name="version" value="')[2].partition('"')[0]
    assert browser.post(place, {"version": seen}).status_code == 422  # nothing is declared yet
    declared = browser.post(place, {"version": seen, "declared": "on"})
    return declared["Location"].strip("/").rpartition("/")[2]
