"""Ed25519 (RFC 8032) and signed notes (C2SP), checked with whole numbers and nothing else.

Slow, which does not matter here: a package holds a handful of signatures.
"""

import base64
import hashlib

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)
LOG, WITNESS = b"\x01", b"\x04"
MARK = "\u2014 "  # em dash and space open a signature line

Point = tuple[int, int]


def add(one: Point, other: Point) -> Point:
    """The sum of two points of the curve."""
    (a, b), (c, d) = one, other
    mixed = CURVE * a * b * c * d
    x = (a * d + b * c) * pow(1 + mixed, -1, FIELD)
    y = (b * d + a * c) * pow(1 - mixed, -1, FIELD)
    return x % FIELD, y % FIELD


def times(factor: int, point: Point) -> Point:
    """A point added to itself so often."""
    total: Point = (0, 1)
    while factor:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def decode(text: bytes) -> Point | None:
    """The point of 32 bytes (RFC 8032, 5.1.3), or None."""
    number = int.from_bytes(text, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if len(text) != 32 or y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - square) % FIELD or (x == 0 and sign):
        return None
    return (FIELD - x if x & 1 != sign else x), y


def accepts(public: bytes, signature: bytes, text: bytes) -> bool:
    """Whether the signature is this key's over the text (RFC 8032, 5.1.7)."""
    key, commitment = decode(public), decode(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or len(signature) != 64 or scalar >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public + text).digest()
    challenge = int.from_bytes(hashed, "little") % ORDER
    return times(scalar, BASE) == add(commitment, times(challenge, key))


def _base() -> Point:
    point = decode((4 * pow(5, -1, FIELD) % FIELD).to_bytes(32, "little"))
    assert point is not None
    return point


BASE = _base()


def parts_of(key: str) -> tuple[str, bytes, bytes]:
    """Name, kind and public key of a line `name+hash+key`. Raises ValueError for another hash."""
    name, fingerprint, encoded = key.strip().split("+", 2)
    content = base64.b64decode(encoded, validate=True)
    named = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
    if named.hex() != fingerprint:
        raise ValueError(f"{name}: the key has another hash")
    return name, content[:1], content[1:]


def is_signed_by(note: str, key: str) -> bool:
    """Whether a note carries the signature of a log or of a witness."""
    name, kind, public = parts_of(key)
    body, _, signatures = note.partition("\n\n")
    fingerprint = bytes.fromhex(key.strip().split("+", 2)[1])
    for line in signatures.split("\n"):
        if not line.startswith(f"{MARK}{name} "):
            continue
        content = base64.b64decode(line.rpartition(" ")[2])
        if content[:4] == fingerprint and _holds(kind, public, content[4:], f"{body}\n"):
            return True
    return False


def _holds(kind: bytes, public: bytes, signature: bytes, text: str) -> bool:
    if kind == LOG:
        return accepts(public, signature, text.encode())
    seconds = int.from_bytes(signature[:8], "big")
    signed = f"cosignature/v1\ntime {seconds}\n{text}"
    return kind == WITNESS and accepts(public, signature[8:], signed.encode())
