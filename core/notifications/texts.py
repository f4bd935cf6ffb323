"""Every notice the platform can send, by kind: the fact and where to look, nothing more.

Placeholders are filled at reading time, in the reader's language (`wording`): names ending in
``_on`` are Kyiv dates, in ``_at`` instants. A text never carries content of a case: mail travels
in the open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.notifications.kinds import Kind

__all__ = ["DUTIES", "TEXTS", "Kind", "Params", "Text"]

Params = Mapping[str, str | int]


@dataclass(frozen=True)
class Text:
    """Subject line and one or two sentences, both translatable."""

    subject: Promise
    body: Promise

    def needs(self) -> set[str]:
        """Names that must be given to fill this text (``left`` is computed)."""
        found = re.findall(r"%\((\w+)\)s", f"{self.subject} {self.body}")
        return {"days" if name == "left" else name for name in found}


TEXTS: dict[str, Text] = {
    Kind.APPLICATION_SUBMITTED: Text(
        _("Application %(number)s received"),
        _("Your application %(number)s was signed and received. An officer will check it."),
    ),
    Kind.APPLICATION_RETURNED: Text(
        _("Application %(number)s sent back"),
        _("Application %(number)s was sent back to you. The reasons are on its page."),
    ),
    Kind.APPLICATION_ACCEPTED: Text(
        _("Application %(number)s accepted"),
        _("Application %(number)s is complete. The decision is due by %(due_on)s."),
    ),
    Kind.APPLICATION_WITHDRAWN: Text(
        _("Application %(number)s withdrawn"),
        _("The applicant withdrew application %(number)s. Nothing more is due on it."),
    ),
    Kind.DRAFT_WAITS_FOR_SIGNATURE: Text(
        _("An application waits for your signature"),
        _("An application of your company is filled in. Read it, declare it and submit it."),
    ),
    Kind.CASE_ARRIVED: Text(
        _("New case %(number)s"),
        _("A signed application %(number)s waits for a check of completeness."),
    ),
    Kind.CASE_READY: Text(
        _("Case %(number)s is ready for the commission"),
        _("Case %(number)s is ready and can be placed on an agenda."),
    ),
    Kind.REFERENCE_PROPOSED: Text(
        _("A change of the rules waits for you"),
        _("A change of the reference data was proposed. Another person has to confirm it."),
    ),
    Kind.REFERENCE_ANSWERED: Text(
        _("Your change of the rules was answered"),
        _("The change of the reference data that you proposed was answered."),
    ),
    Kind.CASE_ASSIGNED: Text(
        _("Case %(number)s is yours"),
        _("Case %(number)s was assigned to you. You lead it from now on."),
    ),
    Kind.ACCESS_GRANTED: Text(
        _("Case %(number)s is open to you"),
        _("You were given access to the restricted case %(number)s."),
    ),
    Kind.MENTIONED: Text(
        _("You are mentioned in a note on %(number)s"),
        _("A colleague wrote a note on case %(number)s for you to read."),
    ),
    Kind.DEPUTY_NAMED: Text(
        _("You stand in for a colleague"),
        _("From %(starts_on)s to %(until_on)s the tasks and notices of a colleague come to you."),
    ),
    Kind.CASE_CONSIDERED: Text(
        _("Case %(number)s was considered"),
        _("The commission considered case %(number)s. It waits for your decision."),
    ),
    Kind.SCREENING_HIT: Text(
        _("Case %(number)s: a new screening hit"),
        _("A watch list changed. Somebody in case %(number)s resembles an entry; judge the hit."),
    ),
    Kind.CHECKS_WORSE: Text(
        _("Case %(number)s: a check became worse"),
        _("Data changed, and a check of case %(number)s says more than before. Read the checks."),
    ),
    Kind.QUESTION_ASKED: Text(
        _("A question on %(number)s"),
        _("The officer asked a question on %(number)s. Please answer by %(due_on)s."),
    ),
    Kind.QUESTION_ANSWERED: Text(
        _("Answer received on %(number)s"),
        _("The applicant answered the question on %(number)s."),
    ),
    Kind.OPINION_REQUESTED: Text(
        _("Opinion requested on %(number)s"),
        _("Your department is asked for its opinion on %(number)s by %(due_on)s."),
    ),
    Kind.OPINION_GIVEN: Text(
        _("Opinion given on %(number)s"),
        _("A department gave its opinion on %(number)s."),
    ),
    Kind.SITTING_CONVENED: Text(
        _("Sitting %(number)s on %(held_at)s"),
        _("You are invited to sitting %(number)s on %(held_at)s. The papers are on its page."),
    ),
    Kind.SITTING_MISSING: Text(
        _("No sitting is planned before %(due_on)s"),
        _("A case ready for the commission has its term on %(due_on)s; no sitting is planned."),
    ),
    Kind.CONDITION_CHANGE_ASKED: Text(
        _("Your condition on %(number)s should change"),
        _(
            "The commission proposes to change a condition of your department on %(number)s. Say "
            "whether you agree; until then the vote cannot be opened."
        ),
    ),
    Kind.CONDITION_CHANGE_ANSWERED: Text(
        _("Answer on a condition of %(number)s"),
        _("A department answered to the change of its condition on %(number)s."),
    ),
    Kind.CASE_DEFERRED_TOO_OFTEN: Text(
        _("Case %(number)s was deferred too often"),
        _("Case %(number)s was deferred as often as the rules allow; it needs your decision."),
    ),
    Kind.ROUND_OPENED: Text(
        _("Voting on %(number)s is open"),
        _("A vote on case %(number)s is open and waits for your ballot."),
    ),
    Kind.ROUND_CALLED_IN: Text(
        _("Case %(number)s goes to a sitting"),
        _("The written procedure on case %(number)s was ended without result."),
    ),
    Kind.ROUND_ANNULLED: Text(
        _("Annulment of the vote on %(number)s"),
        _("The annulment of a vote on case %(number)s was proposed or confirmed; see its page."),
    ),
    Kind.DISSENT_FILED: Text(
        _("Separate opinion in sitting %(number)s"),
        _("A member filed a separate opinion in sitting %(number)s."),
    ),
    Kind.PROTOCOL_CIRCULATED: Text(
        _("Draft protocol %(number)s"),
        _("The draft of protocol %(number)s is circulated for comments."),
    ),
    Kind.PROTOCOL_TO_SIGN: Text(
        _("Protocol %(number)s is approved"),
        _("The protocol %(number)s is approved and waits for your signature."),
    ),
    Kind.PROTOCOL_READY: Text(
        _("Protocol %(number)s is ready"),
        _("The protocol %(number)s of the sitting can be read and downloaded."),
    ),
    Kind.ADDENDUM_TO_SIGN: Text(
        _("Addendum to protocol %(number)s"),
        _("An addendum to protocol %(number)s is proposed and waits for your signature."),
    ),
    Kind.ADDENDUM_DECLINED: Text(
        _("Addendum to protocol %(number)s not signed"),
        _("The addendum that you proposed to protocol %(number)s was not signed. See the reason."),
    ),
    Kind.ADDENDUM_READY: Text(
        _("Addendum %(number)s is ready"),
        _("The addendum %(number)s corrects a signed protocol. It can be read and downloaded."),
    ),
    Kind.LICENCE_ISSUED: Text(
        _("Licence %(number)s issued"),
        _("Licence %(number)s was issued and can be downloaded."),
    ),
    Kind.REFUSAL_ISSUED: Text(
        _("Refusal %(number)s issued"),
        _("A refusal %(number)s was issued. Its grounds are in the document."),
    ),
    Kind.LICENCE_SUSPENDED: Text(
        _("Licence %(number)s suspended"),
        _("Licence %(number)s is suspended. Nothing may be shipped under it until further notice."),
    ),
    Kind.LICENCE_REINSTATED: Text(
        _("Licence %(number)s valid again"),
        _("The suspension of licence %(number)s has ended."),
    ),
    Kind.LICENCE_REVOKED: Text(
        _("Licence %(number)s revoked"),
        _("Licence %(number)s was revoked and may no longer be used."),
    ),
    Kind.COMPANY_REGISTERED: Text(
        _("Company %(number)s is registered"),
        _(
            "The company with the code %(number)s is registered and your account is open. Choose "
            "“Forgotten password” on the page of sign-in to set your password."
        ),
    ),
    Kind.RENEWAL_SENT: Text(
        _("Paper %(number)s to confirm"),
        _("A company sent its renewed paper %(number)s. Compare it with who issued it."),
    ),
    Kind.RENEWAL_CONFIRMED: Text(
        _("Paper %(number)s confirmed"),
        _("The renewed paper %(number)s of your company is confirmed and counts."),
    ),
    Kind.RENEWAL_DECLINED: Text(
        _("Paper %(number)s declined"),
        _("The renewed paper %(number)s was declined. The reason is on your company's page."),
    ),
    Kind.REMIND_AUTHORITY: Text(
        _("Authority %(number)s: %(left)s"),
        _("The authority %(number)s is valid until %(due_on)s: %(left)s. Renew it in time."),
    ),
    Kind.LICENCE_SURRENDERED: Text(
        _("Licence %(number)s surrendered"),
        _("The holder gave licence %(number)s back. Nothing more may be shipped under it."),
    ),
    Kind.LICENCE_EXHAUSTED: Text(
        _("Licence %(number)s exhausted"),
        _("Everything that licence %(number)s permitted has left the country."),
    ),
    Kind.LICENCE_EXPIRED: Text(
        _("Licence %(number)s expired"),
        _("The last day of licence %(number)s is over. Nothing more may be shipped under it."),
    ),
    Kind.LICENCE_AMENDED: Text(
        _("Licence %(number)s replaced"),
        _(
            "An amended licence took the place of licence %(number)s. Shipments announced before "
            "may still cross; nothing new is announced under it."
        ),
    ),
    Kind.SHIPMENT_ANNOUNCED: Text(
        _("Shipment %(number)s announced"),
        _("Shipment %(number)s is announced for %(planned_on)s and waits at the border."),
    ),
    Kind.SHIPMENT_CONFIRMED: Text(
        _("Shipment %(number)s confirmed"),
        _("Customs confirmed that shipment %(number)s crossed the border."),
    ),
    Kind.SHIPMENT_CANCELLED: Text(
        _("Shipment %(number)s cancelled"),
        _("Shipment %(number)s was cancelled. Its goods are back in the balance."),
    ),
    Kind.SHIPMENT_CORRECTED: Text(
        _("Shipment %(number)s corrected"),
        _("Customs corrected the figures of shipment %(number)s."),
    ),
    Kind.REMIND_TRANSFER_REPORT: Text(
        _("Report on the fact of transfer, %(number)s: %(left)s"),
        _("The report on the fact of transfer under %(number)s is due by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_USE_REPORT: Text(
        _("Report on the use of goods, %(number)s: %(left)s"),
        _("The report on the use of goods under %(number)s is due by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_OUTCOME_REPORT: Text(
        _("Report on the outcome of negotiations, %(number)s: %(left)s"),
        _("The report on negotiations under %(number)s is due by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_DELIVERY_PROOF: Text(
        _("Proof of delivery, %(number)s: %(left)s"),
        _("The proof of delivery of shipment %(number)s is due by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_CONDITION: Text(
        _("Condition of the permit %(number)s: %(left)s"),
        _("Show by %(due_on)s that a condition of the permit %(number)s is kept: %(left)s."),
    ),
    Kind.DELIVERY_ENTERED: Text(
        _("A proof of delivery of %(number)s"),
        _("A certificate of delivery of shipment %(number)s was entered. Ask its issuer."),
    ),
    Kind.DELIVERY_DOUBTED: Text(
        _("The proof of delivery of %(number)s does not count"),
        _("A certificate of delivery of shipment %(number)s could not be confirmed; see its page."),
    ),
    Kind.INCIDENT_REPORTED: Text(
        _("An incident with exported goods"),
        _("An incident with exported goods was reported. Say what follows."),
    ),
    Kind.REMIND_END_USE_CHECK: Text(
        _("Check on site, permit %(number)s: %(left)s"),
        _("The check on site under the permit %(number)s is on %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_FOLLOW_UP: Text(
        _("Follow-up of a check, permit %(number)s: %(left)s"),
        _("The check under the permit %(number)s is followed up by %(due_on)s: %(left)s."),
    ),
    Kind.REEXPORT_ASKED: Text(
        _("A request to pass goods on, permit %(number)s"),
        _("An end user asks to pass on goods of the permit %(number)s; see what comes next."),
    ),
    Kind.REEXPORT_DECIDED: Text(
        _("A request to pass goods on was decided, permit %(number)s"),
        _("The request to pass on goods of the permit %(number)s was decided; see its page."),
    ),
    Kind.REMIND_DECISION_TERM: Text(
        _("Decision on %(number)s: %(left)s"),
        _("The decision on case %(number)s is due by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_QUESTION: Text(
        _("Answer on %(number)s: %(left)s"),
        _("The answer to the question on %(number)s is due by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_OPINION: Text(
        _("Opinion on %(number)s: %(left)s"),
        _("Your department's opinion on %(number)s is due by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_SITTING: Text(
        _("Sitting %(number)s: %(left)s"),
        _("Sitting %(number)s is held on %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_WRITTEN_REPLY: Text(
        _("Your reply on %(number)s: %(left)s"),
        _("Your seat votes in writing on case %(number)s until %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_DEFERRAL: Text(
        _("Deferred case %(number)s: %(left)s"),
        _("Bring what the commission missed on case %(number)s by %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_REGISTRATION: Text(
        _("Registration %(number)s: %(left)s"),
        _("The registration %(number)s is valid until %(due_on)s: %(left)s. Renew it in time."),
    ),
    Kind.REMIND_CERTIFICATE: Text(
        _("End-user certificate of %(number)s: %(left)s"),
        _("The end-user certificate of %(number)s is valid until %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_LICENCE_EXPIRY: Text(
        _("Permit %(number)s expires: %(left)s"),
        _("The last day of permit %(number)s is %(due_on)s: %(left)s. Later nothing may leave."),
    ),
    Kind.REMIND_MANDATE: Text(
        _("Mandate %(number)s: %(left)s"),
        _("The mandate %(number)s in the commission ends on %(due_on)s: %(left)s."),
    ),
    Kind.REMIND_LIST_AGE: Text(
        _("Watch list %(number)s: %(left)s"),
        _("From the day after %(due_on)s the list %(number)s is too old and blocks: %(left)s."),
    ),
    Kind.REMIND_TIME_STAMP: Text(
        _("Time-stamp of the ledger: %(left)s"),
        _(
            "The head of the ledger was to be stamped by %(due_on)s: %(left)s. See whether the "
            "time-stamp authority answers the workers."
        ),
    ),
    Kind.DEADLINE_ESCALATED: Text(
        _("Overdue with others, %(number)s: %(left)s"),
        _("Something on %(number)s was due by %(due_on)s: %(left)s. It now comes to you."),
    ),
    Kind.WEBHOOK_OFF: Text(
        _("A webhook of your company is off"),
        _("Your program has not answered for five days. Nothing more is sent to it."),
    ),
    Kind.WORK_DONE: Text(
        _("What you asked for is ready"),
        _("The work that you started on %(started_at)s is done. Its page leads to the result."),
    ),
    Kind.WORK_FAILED: Text(
        _("What you asked for could not be made"),
        _("The work that you started on %(started_at)s could not be done. Its page says why."),
    ),
}


DUTIES: dict[str, Promise] = {
    "authority": _("Renewal of an authority"),
    "decision_term": _("Decision on the case"),
    "question": _("Answer to a question"),
    "opinion": _("Opinion of the department"),
    "sitting": _("Sitting"),
    "written_reply": _("Vote in writing"),
    "deferral": _("Return of a deferred case"),
    "transfer_report": _("Report on the fact of transfer"),
    "use_report": _("Report on the use of goods"),
    "delivery_proof": _("Proof of delivery"),
    "condition": _("Condition of the permit"),
    "end_use_check": _("Check on site"),
    "follow_up": _("Follow-up of a check"),
    "outcome_report": _("Report on the outcome of negotiations"),
    "registration": _("Renewal of a registration"),
    "certificate": _("End of an end-user certificate"),
    "licence_expiry": _("Last day of a permit"),
    "mandate": _("End of a mandate"),
    "list_age": _("New edition of a watch list"),
    "time_stamp": _("Time-stamp of the ledger"),
}
