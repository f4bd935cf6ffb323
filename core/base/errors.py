"""The refusals of the domain. One handler turns them into pages and problem details.

Each carries a stable `code` for programs and a translatable `message` for people. What is
written here may be shown to the person who acted, so it never holds restricted content.
"""

from typing import ClassVar

from django.utils.functional import Promise

Message = str | Promise


class DomainError(Exception):
    """A rule of the domain refused the act; nothing was written."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, message: Message, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.template = message
        self.params = params

    @property
    def message(self) -> str:
        """Return the sentence for the reader, in the language active now."""
        return str(self.template) % self.params if self.params else str(self.template)

    def __str__(self) -> str:
        return self.message


class NotAllowed(DomainError):
    """The person may see the thing but not do this to it (403)."""

    status = 403


class Conflict(DomainError):
    """The step is out of order: the thing is no longer in the state it needs (409)."""

    status = 409


class Gone(DomainError):
    """The thing was lawfully given up; only the record of it is left (410)."""

    status = 410


class StaleForm(Conflict):
    """Somebody else changed the thing after this form was opened (409)."""


class InvalidInput(DomainError):
    """A value cannot be accepted; `field` names the form field it belongs to (422)."""

    status = 422

    def __init__(
        self, code: str, message: Message, *, field: str | None = None, **params: object
    ) -> None:
        super().__init__(code, message, **params)
        self.field = field
