"""What the findings say, in plain words. Kept runs hold codes; the reader's language is ours."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

TITLES: dict[str, Promise] = {
    "standing": _("Standing of the applicant"),
    "documents": _("Documents"),
    "certificate": _("End-user certificate"),
    "destination": _("Policy on the country"),
    "parties": _("Parties and owners"),
    "screening": _("Screening against watch lists"),
    "names": _("Spelling of names"),
    "national_need": _("National need"),
    "foreign_components": _("Foreign components"),
    "obligations": _("Duties under earlier permits"),
    "end_user_obligations": _("Duties of others to the same end user"),
}

REASONS: dict[str, Promise] = {
    "standing.clear": _("Registration and authority are in force."),
    "standing.not_registered": _("The company is not registered yet."),
    "standing.registration_ended": _("The registration ended on %(ended)s."),
    "standing.not_verified": _("The data of the company were not verified yet."),
    "standing.no_authority": _("The company has no authority in force (Resolution 838)."),
    "documents.clear": _("Files: %(count)s; all required ones are there."),
    "documents.no_contract": _("The file of the contract is missing."),
    "documents.missing": _("Missing: %(document)s."),
    "documents.infected": _("Malware was found in “%(name)s”."),
    "documents.waits": _("“%(name)s” waits for the malware scanner."),
    "certificate.clear": _("Certificate %(number)s is complete and in force until %(ends)s."),
    "certificate.clear_open": _("Certificate %(number)s is complete and has no end date."),
    "certificate.missing": _("There is no end-user certificate."),
    "certificate.no_position": _("The certificate does not name the position of its signatory."),
    "certificate.no_file": _("The file of the certificate is missing."),
    "certificate.not_confirmed": _("The authenticity of the certificate is not confirmed yet."),
    "certificate.from_the_future": _("The certificate is dated %(issued)s, which is yet to come."),
    "certificate.expired": _("The certificate expired on %(ended)s."),
    "certificate.ends_soon": _("The certificate ends on %(ends)s, perhaps before the decision."),
    "certificate.no_undertaking": _("The end user does not undertake to ask before re-export."),
    "certificate.no_checks": _("The end user does not agree to checks on site."),
    "certificate.fewer": _("The certificate names %(stated)s items, the lines %(asked)s."),
    "certificate.more": _("The certificate names %(stated)s items, the lines only %(asked)s."),
    "certificate.goods_not_named": _(
        "Line %(position)s, “%(name)s”, is not among the goods the certificate names."
    ),
    "certificate.other_contract": _(
        "The certificate names contract %(named)s, the application %(contract)s."
    ),
    "certificate.other_end_user": _(
        "The certificate is of “%(named)s”, the end user is “%(party)s”."
    ),
    "certificate.not_asked": _("This form of application asks for no certificate."),
    "names.clear": _("No name mixes letters of two alphabets."),
    "names.mixed": _("“%(word)s” in “%(name)s” mixes Cyrillic and Latin letters that look alike."),
    "destination.missing": _("The country of destination is not named."),
    "destination.undecided": _("%(country)s: no rule is set, so nothing may go there."),
    "destination.embargo": _("%(country)s: embargo, rule of %(since)s. No vote can override it."),
    "destination.treaty": _(
        "%(country)s: a treaty bars the transfer, rule of %(since)s. No vote can override it."
    ),
    "destination.closed": _("%(country)s: closed destination, rule of %(since)s."),
    "destination.sensitive": _("%(country)s: sensitive destination, rule of %(since)s."),
    "destination.clear": _("%(country)s: no embargo or restriction, rule of %(since)s."),
    "parties.clear": _("Parties: %(count)s, owners of the applicant: %(owners)s; none is both."),
    "parties.itself": _("“%(name)s” is the applicant itself: nobody exports to itself."),
    "parties.owner": _("“%(name)s” owns a part of the applicant."),
    "parties.no_owners": _("The applicant declared no owners, so none could be screened."),
    "parties.nobody_behind": _("“%(name)s” owns a part, and who stands behind it is not declared."),
    "screening.clear": _("Nobody of %(count)s is on a watch list."),
    "screening.cleared": _(
        "Looked for: %(count)s. False matches confirmed by two people: %(cleared)s."
    ),
    "screening.no_lists": _("There are no watch lists, so nobody could be screened."),
    "screening.missing": _("“%(list)s” was never imported, so nobody could be screened."),
    "screening.stale": _("“%(list)s” is %(age)s days old; at most %(most)s are allowed."),
    "screening.failed": _("The screening could not run."),
    "screening.open": _("“%(name)s” resembles “%(entry)s” of “%(list)s”: not judged yet."),
    "screening.true_match": _("“%(name)s” is “%(entry)s” of “%(list)s”. No vote can override it."),
    "need.clear": _("%(line)s: %(asked)s asked for, a surplus of %(after)s remains."),
    "need.left_already": _("The goods left the country before: nothing of the surplus is spent."),
    "need.talks": _("%(line)s: a conclusion allows negotiations only and spends no surplus."),
    "need.not_counted": _("Lines %(lines)s are made on no counted production line."),
    "need.other_line": _("Lines %(lines)s name a production line of another firm or unit."),
    "need.no_capacity": _("%(line)s: no capacity is declared for %(year)s."),
    "need.short": _("%(line)s: %(asked)s asked for, the surplus is %(left)s."),
    "need.stopped": _("%(line)s: a stop order is in force since %(since)s."),
    "need.no_statement": _("%(line)s: no statement of the defence ministry is in force."),
    "need.objection": _("%(line)s: the defence ministry objects, statement %(number)s."),
    "need.later": _("%(line)s: delivery not before %(day)s, statement %(number)s."),
    "need.over_cap": _("%(line)s: above the limit of %(cap)s in statement %(number)s."),
    "obligations.clear": _("No report or proof under earlier permits is late."),
    "end_user_obligations.clear": _("Nothing is late under permits to the same end user."),
    "obligations.transfer": _(
        "Permit %(number)s: the report on the fact of transfer was due on %(due)s."
    ),
    "obligations.use": _("Permit %(number)s: the report on the use of goods was due on %(due)s."),
    "obligations.outcome": _(
        "Conclusion %(number)s: the report on the outcome was due on %(due)s."
    ),
    "obligations.proof": _("Permit %(number)s: the proof of delivery was due on %(due)s."),
    "obligations.condition": _(
        "Permit %(number)s: it was to be shown by %(due)s that a condition is kept."
    ),
    "components.none": _("No foreign component needs a consent."),
    "components.clear": _("Consents of suppliers in force: %(count)s."),
    "components.no_consent": _("“%(name)s”: no consent of the supplier %(supplier)s."),
    "components.not_yet": _("“%(name)s”: the consent is dated %(issued)s, which is yet to come."),
    "components.ended": _("“%(name)s”: the consent of the supplier ended on %(ended)s."),
    "components.ends_soon": _("“%(name)s”: the consent of the supplier ends on %(ends)s."),
}

_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def title(code: str) -> str:
    """Return the name of a check."""
    return str(TITLES.get(code, code))


def sentence(code: str, params: Mapping[str, str]) -> str:
    """Return a finding in the reader's language, with dates and countries written out."""
    words = {name: word(name, value) for name, value in params.items()}
    suffix = "_en" if get_language() == "en" else "_uk"
    named = {
        name.removesuffix(suffix): text for name, text in words.items() if name.endswith(suffix)
    }
    return str(REASONS[code]) % (words | named)


def word(name: str, value: str) -> str:
    """Return a figure of a finding as people read it: dates and countries written out."""
    if name == "country":
        return str(countries.name(value) or value)
    if _ISO_DAY.match(value):
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return value
