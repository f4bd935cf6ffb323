"""Parameters that an address does not know are refused, not ignored.

Who misspells `archived` as `archive` would read the wrong list and believe it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from core.api.problems import FieldError, InvalidFields

View = TypeVar("View", bound=Callable[..., Any])


def only_known(view: View) -> View:
    """Let the view be reached only by calls whose parameters its description names."""
    contribute_operation_callback(view, _guard)
    return view


def _guard(operation: Operation) -> None:
    known = _parameters_of(operation)
    inner = operation.view_func

    @wraps(inner)
    def guarded(request: HttpRequest, **values: Any) -> Any:
        _refuse_others(request, known)
        return inner(request, **values)

    operation.view_func = guarded


def _parameters_of(operation: Operation) -> frozenset[str]:
    return frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )


def _refuse_others(request: HttpRequest, known: frozenset[str]) -> None:
    """Raise InvalidFields with each parameter that is unknown or comes twice."""
    found = [
        FieldError("unknown_parameter", _("There is no such parameter here."), parameter=name)
        for name in sorted(request.GET.keys() - known)
    ]
    found += [
        FieldError("repeated_parameter", _("Send this parameter once."), parameter=name)
        for name in sorted(request.GET.keys() & known)
        if len(request.GET.getlist(name)) > 1
    ]
    if found:
        raise InvalidFields(found)
