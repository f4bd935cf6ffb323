"""Typed reading of the environment. Every variable is listed in `.env.example`.

`NAME_FILE` may point to a file that holds a secret. Unset addresses fall back to the embedded
parts, whose addresses `config.parts` leaves in `DATA_DIR/parts.env`.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


def data_dir() -> Path:
    """Return the folder for everything the site keeps on disk (`DATA_DIR`, default ./var)."""
    return Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()


def read_env_file(path: Path) -> dict[str, str]:
    """Return the NAME=value lines of a file; an absent file is an empty one."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@dataclass
class Environment:
    """The process environment over the addresses of the embedded parts."""

    embedded: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a variable, or the content of the file that `NAME_FILE` points to."""
        if secret := os.environ.get(f"{name}_FILE"):
            return Path(secret).read_text().strip()
        return os.environ.get(name) or self.embedded.get(name, default)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes/no variable."""
        value = self.text(name)
        return value.lower() in TRUE_WORDS if value else default

    def number(self, name: str, default: int) -> int:
        """Return a whole-number variable. Raises ValueError for anything else."""
        return int(self.text(name) or default)

    def words(self, name: str, default: str = "") -> list[str]:
        """Return a comma-separated variable as a list."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def database(self, name: str) -> dict[str, object]:
        """Return Django's settings for a `postgresql://user:password@host:port/name` address.

        `?host=/socket/folder` names a Unix socket.
        """
        url = urlsplit(self.text(name) or "postgresql://dozvil_app@localhost:5432/dozvil")
        query = parse_qs(url.query)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": query.get("host", [url.hostname or ""])[0],
            "PORT": str(url.port or ""),
        }


def load() -> Environment:
    """Return the environment of this process."""
    return Environment(read_env_file(data_dir() / "parts.env"))
