"""What an administrator of the system may do to the machinery: try again."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.http import Http404

from core.accounts.models import User
from core.accounts.policies import require_role
from core.accounts.roles import Role
from core.audit.log import record
from core.base import clock
from core.notifications.models import Outbox
from core.notifications.outbox import nudge


@transaction.atomic
def retry(*, actor: User, promise_id: UUID) -> Outbox:
    """Try a promise that failed again at once, instead of after its pause.

    The count of its failures stays. Event: `outbox.retried`. Raises NotAllowed; Http404 for one
    that is kept by now or never failed.
    """
    require_role(actor, Role.SYSTEM_ADMIN)
    rows = Outbox.objects.select_for_update().filter(done_at__isnull=True, attempts__gt=0)
    promise = rows.filter(pk=promise_id).first()
    if promise is None:
        raise Http404
    promise.available_at = promise.nudged_at = clock.now()
    promise.save(update_fields=["available_at", "nudged_at"])
    facts = {"task": promise.task, "attempts": promise.attempts}
    record(actor=actor, verb="outbox.retried", subject=f"outbox:{promise.pk}", data=facts)
    transaction.on_commit(partial(nudge, promise.task, promise.dedupe_key), robust=True)
    return promise
