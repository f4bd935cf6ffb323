"""Starts real parts for the tests before Django reads its settings (loaded by `-p tests.parts`).

With DATABASE_URL set the tests use that server; otherwise the embedded one under `var/tests`.
"""

import os
from pathlib import Path

if "DATABASE_URL" not in os.environ:
    os.environ.setdefault("DATA_DIR", str(Path(__file__).parent.parent / "var" / "tests"))
    from config import parts

    os.environ.update(parts.start())

os.environ["DEMO"] = "1"
os.environ["LOG_LEVEL"] = "CRITICAL"
