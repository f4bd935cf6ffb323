"""A namesake on a watch list: one officer proposes, another confirms that it is somebody else."""

from demo.stage import Stage
from licensing.models import Application, ClearanceReason, ScreeningHit
from licensing.services import screening

COMPARED = (
    "Підписант сертифіката народився 1974 року (копія службового посвідчення від посольства), "
    "особа зі списку – 1958 року; громадянство також інше."
)


def clear(play: Stage, application: Application) -> None:
    """Judge every hit of the case as a false match, by two people."""
    cast = play.cast
    for hit in ScreeningHit.objects.filter(cases__application=application):
        place = {"application_id": application.pk, "hit_id": hit.pk}
        proposed = screening.propose_clearance(
            actor=cast.officer,
            version=hit.version,
            reason=ClearanceReason.OTHER_BIRTH,
            text=COMPARED,
            **place,
        )
        screening.confirm_clearance(actor=cast.second_officer, version=proposed.version, **place)
