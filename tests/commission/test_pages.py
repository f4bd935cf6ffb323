"""The pages of the commission along the journey, and who finds them closed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commission.models import Ballot, Opinion, Protocol, Round, Sitting
from commission.services import rounds, sittings
from core.accounts.models import User
from core.base import clock
from core.notifications import outbox
from core.reference.selectors import department
from demo.cast import Cast
from licensing.models import Application
from tests import builders, commission_builders
from tests.commission_builders import asked, ballot, closed, frozen, open_vote, opened, placed

DEFERRAL = {"reason": "Чекаємо лист.", "until": "07.12.2026"}


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, item: object) -> str:
    return reverse(f"sittings:{name}", args=[item.sitting.number, item.position])


def opinion_form(**changes: str) -> dict[str, str]:
    fields = {f"risk_{code}": "clear" for code in range(1, 9)}
    return fields | {"verdict": "support", "summary": "Заперечень немає."} | changes


def test_the_officer_asks_a_department(cast: Cast) -> None:
    case = builders.accepted(cast)
    page = reverse("cases_opinions:list", args=[case.ref])
    due = (clock.today() + timedelta(days=5)).strftime("%d.%m.%Y")
    client = as_(cast.officer)
    assert client.get(page).status_code == 200
    mod = str(department("mod").pk)
    answer = client.post(page, {"department": mod, "due_on": due, "question": "Потреба?"})
    assert answer.status_code == 302
    assert case.opinion_requests.get().question == "Потреба?"
    late = client.post(page, {"department": str(department("mfa").pk), "due_on": "01.01.2026"})
    assert late.status_code == 422
    assert "01.01.2026" in late.content.decode()


def test_the_adviser_answers_for_the_own_department_only(cast: Cast) -> None:
    request = asked(cast, builders.accepted(cast))
    page = reverse("opinions:detail", args=[request.pk])
    assert as_(cast.adviser_mfa).get(page).status_code == 404
    assert as_(cast.officer).get(page).status_code == 404
    client = as_(cast.adviser_mod)
    assert request.application.number in client.get(reverse("opinions:list")).content.decode()
    assert client.get(page).status_code == 200
    wrong = client.post(page, opinion_form(verdict="oppose"))
    assert wrong.status_code == 422
    assert "Заперечень немає." in wrong.content.decode()
    done = client.post(
        page,
        opinion_form(
            verdict="support_with_conditions",
            condition_uk_1="Не більш як 12 на квартал.",
            condition_en_1="At most 12 a quarter.",
        ),
    )
    assert done.status_code == 302
    assert Opinion.objects.get().conditions.get().text_en == "At most 12 a quarter."
    assert client.post(page, opinion_form()).status_code == 409
    assert client.get(page).status_code == 200
    assert (
        as_(cast.officer)
        .get(reverse("cases_opinions:list", args=[request.application.ref]))
        .status_code
        == 200
    )


def test_ready_waits_for_opinions_or_their_term(cast: Cast) -> None:
    case = builders.accepted(cast)
    request = asked(cast, case, days=2)
    page = reverse("cases_opinions:ready", args=[case.ref])
    client = as_(cast.officer)
    form = {"version": case.version, f"note_{request.pk}": "Нагадано двічі."}
    assert client.get(page).status_code == 200
    assert client.post(page, form).status_code == 409
    with clock.at(clock.now() + timedelta(days=3)):
        assert client.post(page, {"version": case.version}).status_code == 422
        assert client.post(page, form).status_code == 302
    assert builders.fresh(case).status == "ready"


def test_the_secretary_convenes_and_places(cast: Cast) -> None:
    commission_builders.commission(cast)
    case = commission_builders.ready(cast)
    client = as_(cast.secretary)
    assert case.number in client.get(reverse("sittings:list")).content.decode()
    form = {
        "kind": "ordinary",
        "day": "27.11.2026",
        "time": "10:00",
        "place": "зала 214",
        "chair": str(cast.chair.pk),
    }
    page = reverse("sittings:convene")
    assert client.get(page).status_code == 200
    assert client.post(page, form).status_code == 422
    assert client.post(page, form | {"day": "04.12.2026"}).status_code == 302
    sitting = Sitting.objects.get()
    client.post(reverse("sittings:place", args=[sitting.number]), {"application": str(case.pk)})
    assert sitting.items.get().application == case
    assert client.get(reverse("sittings:detail", args=[sitting.number])).status_code == 200


def test_a_vote_on_paper_from_open_to_protocol(cast: Cast) -> None:
    item = placed(cast, conditions=["Відвантаження не раніше 1 квітня 2027 року."])
    commission_builders.commission(cast)
    chair, secretary = as_(cast.chair), as_(cast.secretary)
    number = item.sitting.number
    chair.post(reverse("sittings:open", args=[number]))
    attendance = reverse("sittings:attendance", args=[number])
    assert secretary.get(attendance).status_code == 200
    room = [str(m.pk) for m in commission_builders.principals(cast)]
    assert secretary.post(attendance, {"present": room}).status_code == 302
    lines = {f"advice_{n}": "approve" for n in (1, 2)}
    conditions = [str(c.pk) for c in item.application.conditions.all()]
    assert secretary.get(url("question", item)).status_code == 200
    secretary.post(url("question", item), lines | {"conditions": conditions})
    assert chair.post(url("open_round", item)).status_code == 302
    vote = Round.objects.get()
    for person in cast.seat_holders.values():
        cast_by_page(as_(person), item, vote)
    closing = reverse("sittings:close_round", args=[number, item.position, vote.pk])
    assert chair.post(closing).status_code == 302
    page = chair.get(url("item", item)).content.decode()
    assert "7 × 2 &gt; 7 × 1; 14 &gt; 7" in page
    assert chair.post(reverse("sittings:close", args=[number])).status_code == 302
    steps = (secretary, "circulate"), (chair, "approve"), (secretary, "sign"), (chair, "sign")
    for who, name in steps:
        address = reverse("sittings:protocol_step", args=[number, name])
        assert address in who.get(reverse("sittings:minutes", args=[number])).content.decode()
        assert who.post(address).status_code == 302
    outbox.drain()
    assert url("extract", item) in chair.get(url("item", item)).content.decode()
    assert chair.get(url("extract", item)).content.startswith(b"%PDF")
    officer = as_(cast.officer)
    file = officer.get(f"/cases/{item.application.number}/opinions/").content.decode()
    address = reverse("cases_opinions:extract", args=[item.application.number, item.pk])
    assert address in file
    assert officer.get(address).content.startswith(b"%PDF")
    assert Protocol.objects.get().number == item.sitting.__class__.objects.get().protocol_number
    shown = as_(cast.member_mod).get(reverse("sittings:detail", args=[number])).content.decode()
    assert "<b>7 " in shown
    pdf = as_(cast.member_mod).get(reverse("sittings:protocol", args=[number]))
    assert pdf.content.startswith(b"%PDF")


def cast_by_page(client: Client, item: object, vote: Round) -> None:
    assert client.get(url("item", item)).status_code == 200
    form = {"round": vote.pk, "digest": vote.digest, "revision": 1, "choice": "for", "reason": ""}
    shown = client.post(url("confirm_ballot", item), form)
    assert shown.status_code == 200
    assert vote.digest in shown.content.decode()
    assert client.post(url("cast", item), form).status_code == 302


def test_nobody_sees_a_result_before_close(cast: Cast) -> None:
    item = opened(cast)
    vote = open_vote(cast, frozen(cast, item))
    ballot(cast.member_mod, vote, "against")
    pages = [
        url("item", item),
        url("live", item),
        reverse("sittings:detail", args=[item.sitting.number]),
    ]
    for person in ("chair", "secretary", "officer", "auditor", "head", "member_fin"):
        for page in pages:
            text = as_(getattr(cast, person)).get(page).content.decode()
            assert commission_builders.REASON not in text
            assert "dz-vote--against" not in text
            assert "× 1; " in text or page == pages[2]


def test_a_recused_person_finds_the_item_gone(cast: Cast) -> None:
    item = opened(cast)
    client = as_(cast.member_fin)
    assert client.get(url("conflict", item)).status_code == 200
    assert client.post(url("conflict", item), {"kind": "personal", "ground": ""}).status_code == 422
    assert (
        client.post(
            url("conflict", item), {"kind": "personal", "ground": "Родич у фірмі."}
        ).status_code
        == 302
    )
    for name in ("item", "papers", "live", "conflict"):
        assert client.get(url(name, item)).status_code == 404
    text = client.get(reverse("sittings:detail", args=[item.sitting.number])).content.decode()
    assert item.application.number not in text
    assert item.application.title not in text


@pytest.mark.parametrize("person", ["adviser_mod", "customs", "preparer", "system_admin"])
def test_sittings_do_not_exist_for_others(cast: Cast, person: str) -> None:
    item = opened(cast)
    client = as_(getattr(cast, person))
    assert client.get(reverse("sittings:list")).status_code == 404
    assert client.get(reverse("sittings:detail", args=[item.sitting.number])).status_code == 404
    for name in ("item", "papers", "live"):
        assert client.get(url(name, item)).status_code == 404


@pytest.mark.parametrize("person", ["officer", "head", "auditor", "member_mod", "secretary"])
def test_steps_of_the_chair_are_refused_to_others(cast: Cast, person: str) -> None:
    item = opened(cast)
    frozen(cast, item)
    client = as_(getattr(cast, person))
    assert client.post(url("open_round", item)).status_code == 403
    assert client.post(reverse("sittings:close", args=[item.sitting.number])).status_code == 403


def test_a_missing_reason_is_said_before_the_confirmation(cast: Cast) -> None:
    item = opened(cast)
    vote = open_vote(cast, frozen(cast, item))
    form = {
        "round": vote.pk,
        "digest": vote.digest,
        "revision": 1,
        "choice": "abstain",
        "reason": "",
    }
    answer = as_(cast.member_mod).post(url("confirm_ballot", item), form)
    assert answer.status_code == 422
    assert not Ballot.objects.exists()


def test_a_second_tab_and_a_late_ballot_get_a_clear_page(cast: Cast) -> None:
    item = opened(cast)
    vote = open_vote(cast, frozen(cast, item))
    form = {"round": vote.pk, "digest": vote.digest, "revision": 1, "choice": "for", "reason": ""}
    client = as_(cast.member_mod)
    assert client.post(url("cast", item), form).status_code == 302
    assert client.post(url("cast", item), form).status_code == 409
    assert client.get(url("item", item)).status_code == 200
    closed(cast, "F-FFFFF", vote)
    assert as_(cast.member_mod).post(url("cast", item), form | {"revision": 2}).status_code == 409


def test_a_tie_and_a_deferral_by_page(cast: Cast) -> None:
    item = opened(cast, present=commission_builders.principals(cast)[:6])
    closed(cast, "FFFAAA", open_vote(cast, frozen(cast, item)))
    client = as_(cast.chair)
    assert client.get(url("casting", item)).status_code == 200
    done = client.post(url("casting", item), {"choice": "against", "reason": "Ризик лишився."})
    assert done.status_code == 302
    assert "against:" not in client.get(url("item", item)).content.decode()
    assert Application.objects.get().status == "considered"


def test_the_secretary_defers_with_a_reason(cast: Cast) -> None:
    item = opened(cast)
    client = as_(cast.secretary)
    assert client.get(url("defer", item)).status_code == 200
    assert client.post(url("defer", item), {"reason": ""}).status_code == 422
    assert client.post(url("defer", item), DEFERRAL | {"owner": cast.officer.pk}).status_code == 302
    assert Application.objects.get().status == "ready"


def test_the_page_of_a_vote_stays_within_its_budget(
    cast: Cast, django_assert_max_num_queries
) -> None:
    item = opened(cast)
    open_vote(cast, frozen(cast, item))
    client = as_(cast.member_mod)
    client.get(url("item", item))
    with django_assert_max_num_queries(20):
        client.get(url("item", item))
    with django_assert_max_num_queries(25):
        client.get(reverse("sittings:detail", args=[item.sitting.number]))
    with django_assert_max_num_queries(12):
        client.get(reverse("sittings:list"))


def test_a_protocol_is_closed_to_whoever_left_an_item(cast: Cast) -> None:
    item = opened(cast)
    rounds.declare_conflict(
        actor=cast.member_fin, item_id=item.pk, kind="personal", ground="Родич у фірмі."
    )
    closed(cast, "FFFF-FF", open_vote(cast, frozen(cast, item)))
    sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
    commission_builders.signed_protocol(cast, item.sitting)
    outbox.drain()
    page = reverse("sittings:protocol", args=[item.sitting.number])
    assert as_(cast.member_fin).get(page).status_code == 404
    assert as_(cast.member_mod).get(page).status_code == 200


def test_a_vote_in_writing_on_the_pages(cast: Cast) -> None:
    commission_builders.rules(cast, written={"notice_days": 3, "not_for": []})
    secretary, chair, member = as_(cast.secretary), as_(cast.chair), as_(cast.member_fin)
    form = {"reason": "Строк.", "day": "27.11.2026", "time": "18:00", "chair": cast.chair.pk}
    short = secretary.post("/sittings/written/", form)
    assert short.status_code == 422
    assert "01.12.2026" in short.content.decode()
    assert secretary.post("/sittings/written/", form | {"day": "01.12.2099"}).status_code == 302
    sitting = Sitting.objects.get()
    item = placed(cast, sitting)
    frozen(cast, item)
    assert chair.post(f"/sittings/{sitting.number}/open/").status_code == 302
    page = member.get(url("item", item)).content.decode()
    assert url("call_in", item) in page
    assert member.post(url("call_in", item), {"reason": " "}).status_code == 422
    assert member.post(url("call_in", item), {"reason": "Обговоримо."}).status_code == 302
    assert Round.objects.get().state == "no_result"
    assert member.get(url("item", item)).status_code == 200
    assert secretary.get(f"/sittings/{sitting.number}/").status_code == 200


def test_changing_a_ballot_keeps_what_was_typed(cast: Cast) -> None:
    vote = open_vote(cast)
    item = vote.question.item
    typed = {
        "round": vote.pk,
        "digest": vote.digest,
        "revision": 1,
        "choice": "against",
        "criteria": ["7"],
    }
    member = as_(cast.member_fin)
    typed["reason"] = "Довге пояснення <b>без розмітки</b>."
    page = member.post(url("change_ballot", item), typed)
    assert page.status_code == 200
    words = page.content.decode()
    assert "Довге пояснення &lt;b&gt;без розмітки&lt;/b&gt;." in words
    assert words.count(" checked") == 2
    assert not Ballot.objects.exists()


def test_annulment_and_dissent_on_the_pages(cast: Cast) -> None:
    vote = closed(cast, "FFFFAAB")
    item = vote.question.item
    against = as_(list(cast.seat_holders.values())[5])
    assert against.post(url("dissent", item), {"text": " "}).status_code == 422
    assert against.post(url("dissent", item), {"text": "Проти."}).status_code == 302
    assert "Проти." in as_(cast.secretary).get(url("item", item)).content.decode()
    place = [item.sitting.number, item.position, vote.pk]
    annul = reverse("sittings:annul", args=place)
    assert as_(cast.secretary).post(annul, {"reason": ""}).status_code == 422
    assert as_(cast.secretary).post(annul, {"reason": "Помилка."}).status_code == 302
    confirm = reverse("sittings:confirm_annulment", args=place)
    page = as_(cast.chair).get(url("item", item)).content.decode()
    assert confirm in page
    assert confirm not in as_(cast.secretary).get(url("item", item)).content.decode()
    assert as_(cast.chair).post(confirm).status_code == 302
    page = as_(cast.chair).get(url("item", item)).content.decode()
    assert url("open_round", item) in page
    assert as_(cast.chair).post(url("open_round", item)).status_code == 302


def test_the_live_part_says_that_the_vote_went_on(cast: Cast) -> None:
    vote = open_vote(cast)
    item = vote.question.item
    member = as_(cast.member_fin)
    before = {"was": f"{vote.pk}.open"}
    assert "dz-notice" not in member.get(url("live", item), before).content.decode()
    closed(cast, "FFFFFFF", vote)
    after = member.get(url("live", item), before).content.decode()
    assert url("item", item) in after
    page = member.get(url("item", item)).content.decode()
    assert f"?was={vote.pk}.tallied" in page
