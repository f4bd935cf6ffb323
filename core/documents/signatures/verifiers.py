"""Whether a signature holds: one interface, one verifier for each family of algorithms.

`settings.SIGNATURE_VERIFIERS` names the classes in the order they are asked; the first that knows
the algorithm answers. pyHanko knows RSA and ECDSA. DSTU 4145 (ДСТУ 4145-2002) is known to no
library of the registries: `ProgramVerifier` hands the bytes to the operator's own program.
"""

import asyncio
import json
import subprocess
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import cms, x509
from django.conf import settings
from django.utils.module_loading import import_string
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from core.base import clock
from core.documents.models import SignatureVerdict as Verdict

PROGRAM_SECONDS = 20
#: The arc of Ukraine's own algorithms: 1.2.804.2.1.1.1.1 (DSTU 4145, GOST 34.311).
NATIONAL = "1.2.804."


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one check; of the certificate only what names the signer."""

    verdict: Verdict
    verifier: str
    algorithm: str = ""
    signer: str = ""
    issuer: str = ""
    certificate_sha256: str = ""
    claimed_at: datetime | None = None
    """The instant that the signer's own machine wrote; nobody vouches for it."""

    def facts(self) -> dict[str, str]:
        """Return the report as it is kept and recorded."""
        return {
            "verdict": self.verdict.value,
            "verifier": self.verifier,
            "algorithm": self.algorithm,
            "signer": self.signer,
            "issuer": self.issuer,
            "certificate_sha256": self.certificate_sha256,
            "claimed_at": self.claimed_at.isoformat() if self.claimed_at else "",
        }


class SignatureVerifier(Protocol):
    """Whatever can tell a true signature from a false one."""

    def verify(self, signature: bytes, covered: bytes) -> Report | None:
        """Check a CMS signature over `covered`; None when the algorithm is not known here."""


class CmsVerifier:
    """RSA and ECDSA by pyHanko. Issuers that are trusted lie in `KEYS_ROOT/signers/*.pem`.

    Nothing is fetched: a certificate revoked yesterday still passes, and the report is the
    site's word for the day of receipt only.
    """

    name = "cms"

    def verify(self, signature: bytes, covered: bytes) -> Report | None:
        """Check a CMS signature over `covered`; None when the algorithm is not known here."""
        signed = cms.ContentInfo.load(signature)["content"]
        signers = signed["signer_infos"]
        if len(signers) != 1 or _algorithm(signers[0]).startswith(NATIONAL):
            return None
        # `containers` compared a text that came along; without it all forms are checked alike.
        kind = signed["encap_content_info"]["content_type"].native
        signed["encap_content_info"] = {"content_type": kind}
        try:
            status = asyncio.run(
                async_validate_detached_cms(covered, signed, signer_validation_context=_trust())
            )
        except (SignatureValidationError, ValueError, KeyError, NotImplementedError):
            return Report(Verdict.BROKEN, self.name, algorithm=_algorithm(signers[0]))
        holds = status.intact and status.valid
        known = Verdict.VALID if status.trusted else Verdict.UNKNOWN_SIGNER
        return Report(
            known if holds else Verdict.BROKEN,
            self.name,
            algorithm=_algorithm(signers[0]),
            claimed_at=status.signer_reported_dt,
            signer=_common_name(status.signing_cert.subject),
            issuer=_common_name(status.signing_cert.issuer),
            certificate_sha256=sha256(status.signing_cert.dump()).hexdigest(),
        )


class ProgramVerifier:
    """Asks the program `SIGNATURE_PROGRAM`, for example a bridge to a certified library.

    It gets `{"signature": …, "covered": …}` (base64) on standard input and answers with the words
    of `Report`: `{"verdict": "valid", "signer": …}`, or `{}` for "not mine". It is given no
    environment and twenty seconds.
    """

    name = "program"

    def verify(self, signature: bytes, covered: bytes) -> Report | None:
        """Check a CMS signature over `covered`; None when the program does not know it."""
        if not settings.SIGNATURE_PROGRAM:
            return None
        said = self._ask(signature, covered)
        verdict = said.get("verdict")
        if verdict not in Verdict.values:
            return None
        algorithm, signer, issuer = (
            str(said.get(key, ""))[:300] for key in ("algorithm", "signer", "issuer")
        )
        return Report(Verdict(verdict), self.name, algorithm, signer, issuer)

    def _ask(self, signature: bytes, covered: bytes) -> dict[str, Any]:
        question = {
            "signature": b64encode(signature).decode(),
            "covered": b64encode(covered).decode(),
        }
        try:
            run = subprocess.run(  # noqa: S603  (the operator's own program, no words of strangers)
                [settings.SIGNATURE_PROGRAM],
                input=json.dumps(question).encode(),
                capture_output=True,
                timeout=PROGRAM_SECONDS,
                env={},
                check=True,
            )
            said = json.loads(run.stdout)
        except (subprocess.SubprocessError, OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}


def verify(signature: bytes, covered: bytes) -> Report:
    """Ask the configured verifiers in turn; nobody's algorithm is left undecided."""
    for path in settings.SIGNATURE_VERIFIERS:
        verifier: SignatureVerifier = import_string(path)()
        if report := verifier.verify(signature, covered):
            return report
    signers = cms.ContentInfo.load(signature)["content"]["signer_infos"]
    algorithm = _algorithm(signers[0]) if len(signers) == 1 else ""
    return Report(Verdict.UNDECIDED, "", algorithm=algorithm)


def _algorithm(signer: cms.SignerInfo) -> str:
    found: str = signer["signature_algorithm"]["algorithm"].dotted
    return found


def _common_name(name: x509.Name) -> str:
    """Return the name alone: the tax number beside it is not ours to keep twice."""
    return str(name.native.get("common_name", ""))[:300]


def _trust() -> ValidationContext:
    roots = _issuers(str(Path(settings.KEYS_ROOT) / "signers"))
    return ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=clock.now())


@lru_cache(maxsize=4)
def _issuers(folder: str) -> tuple[x509.Certificate, ...]:
    files = sorted(map(str, Path(folder).glob("*.pem")))
    return tuple(load_certs_from_pemder(files)) if files else ()
