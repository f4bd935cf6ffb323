"""The seals of the documents, by openssl: the only part that asks for a program beside Python.

The certificates in `certs/` came with the folder. Whoever does not trust it has the authority's
certificate from elsewhere and names it: `--authority FILE`.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from verify_base import require

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def check_seals(folder: Path, authority: Path | None) -> str:
    """Check the seal of every document; return what was done in words. Raises Broken."""
    papers = sorted((folder / "documents").glob("*.pdf"))
    program = shutil.which("openssl")
    if papers and program is None:
        return f"the seals of {len(papers)} documents were not checked: there is no openssl here"
    trusted = authority or folder / "certs" / "authority.pem"
    for paper in papers:
        check_seal(program or "", paper, trusted)
    return f"{len(papers)} seals hold"


def check_seal(program: str, paper: Path, trusted: Path) -> None:
    """Cut the signature out of a PDF and let openssl hold both against the certificate."""
    content = paper.read_bytes()
    found = RANGE.search(content)
    require(found, paper.name, "has no seal")
    assert found is not None
    first, size, second, rest = map(int, found.groups())
    require(first == 0 and second + rest == len(content), paper.name, "is not sealed as a whole")
    signature = bytes.fromhex(content[size + 1 : second - 1].decode("ascii"))
    with tempfile.TemporaryDirectory() as place:
        signed, seal = Path(place, "signed"), Path(place, "seal")
        signed.write_bytes(content[:size] + content[second:])
        seal.write_bytes(_without_padding(signature))
        command = [
            *(program, "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any"),
            *("-no_check_time", "-in", str(seal), "-content", str(signed)),
            *("-CAfile", str(trusted), "-out", str(Path(place, "out"))),
        ]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    require(done.returncode == 0, paper.name, "is not sealed by the authority of", trusted.name)


def _without_padding(signature: bytes) -> bytes:
    """Return the DER structure alone: the place for it in a PDF is filled up with zeros."""
    require(signature[:1] == b"\x30" and signature[1] & 0x80, "a seal is not a signature")
    digits = signature[1] & 0x7F
    length = int.from_bytes(signature[2 : 2 + digits], "big")
    return signature[: 2 + digits + length]
