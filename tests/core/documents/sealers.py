"""Sealers that make trouble at the moment between printing and keeping."""

import os
import signal

from core.documents.sealing import SoftwareSealer


class KilledSealer(SoftwareSealer):
    """The machine dies while the document is being sealed."""

    def seal(self, pdf: bytes) -> bytes:
        super().seal(pdf)
        os.kill(os.getpid(), signal.SIGKILL)
        return b""
