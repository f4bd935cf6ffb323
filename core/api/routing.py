"""How a room offers its addresses to programs: `read`, `write` and `open_read` of an ApiRouter.

router = ApiRouter(tags=["customs"])

@router.read("/licences/{number}", scope=Scope.LICENCES_READ, response=LicenceOut)
def licence(request: HttpRequest, number: str) -> Licence: ...

@router.write("POST", "/shipments", scope=Scope.SHIPMENTS_WRITE, response={201: ShipmentOut})
def record_shipment(request: HttpRequest, sent: ShipmentIn) -> Status[...]: ...
"""

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router
from ninja.decorators import decorate_view

from core.api import idempotency
from core.api.authentication import Bearer
from core.api.queries import only_known
from core.api.schemas import Sent
from core.api.scopes import Scope
from core.api.strangers import counted

View = TypeVar("View", bound=Callable[..., Any])


class ApiRouter(Router):
    """A router whose every address has a scope, or says that it is public."""

    def read(self, path: str, *, scope: Scope, **options: Any) -> Callable[[View], View]:
        """Offer a read to tokens of a scope."""
        described = _described(scope, options)
        return self._offer("GET", path, auth=Bearer(scope), **described)

    def own(self, path: str, **options: Any) -> Callable[[View], View]:
        """Offer a read to every token, whatever its scopes."""
        return self._offer("GET", path, auth=Bearer(None), **options)

    def open_read(self, path: str, **options: Any) -> Callable[[View], View]:
        """Offer a read to everybody; strangers are counted by their address."""

        def register(view: View) -> View:
            decorate_view(counted)(view)
            return self._offer("GET", path, auth=None, **options)(view)

        return register

    def write(
        self,
        method: str,
        path: str,
        *,
        scope: Scope,
        content: type[Sent] | None = None,
        versioned: bool = False,
        **options: Any,
    ) -> Callable[[View], View]:
        """Offer a write to tokens of a scope; a POST needs an Idempotency-Key.

        `versioned` tells in the description that If-Match is needed (`versions.seen_version`).
        `content` is the schema of `sent` where it is made from a form (`form_content`).
        """
        once = idempotency.once(scope, required=method == "POST")

        def register(view: View) -> View:
            decorate_view(once)(view)
            if content is not None:
                view.__annotations__["sent"] = content
            described = _described(scope, options, versioned=versioned)
            return self._offer(method, path, auth=Bearer(scope), **described)(view)

        return register

    def _offer(self, method: str, path: str, **options: Any) -> Callable[[View], View]:
        """Offer an address to calls whose parameters are all described."""

        def register(view: View) -> View:
            return self.api_operation([method], path, **options)(only_known(view))

        return register


def _described(scope: Scope, options: dict[str, Any], *, versioned: bool = False) -> dict[str, Any]:
    """Write scope and version into the description of the address."""
    told = {"x-scope": scope.value, **options.get("openapi_extra", {})}
    return {**options, "openapi_extra": told | ({"x-versioned": True} if versioned else {})}
