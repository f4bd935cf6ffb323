"""The commission's sitting in the journey."""

from playwright.sync_api import Page

from core.base import clock
from core.ui.formats import day
from tests.browser import shot
from tests.journeys.people import Stage, choose, fill, follow, send

VOTERS = ("chair", "alternate", "member_mfa", "member_econ", "member_fin", "member_sbu")


def convene(stage: Stage, number: str) -> str:
    """Call an extraordinary sitting today with the case on its agenda; return its address."""
    page = stage.page("secretary")
    page.goto("/sittings/convene/")
    page.check("main [name=kind][value=extraordinary]")
    fill(page, reason="Строк за міжнародним зобов'язанням", place="Зала засідань, 2 поверх")
    fill(page, day=day(clock.today()), time="23:59")
    choose(page, "chair", "Піщаний")
    send(page)
    address = page.url
    page.goto(f"{address}place/")
    choose(page, "application", number)
    send(page)
    shot(page, "11-agenda")
    return address


def hold(stage: Stage, address: str) -> None:
    """Open, note who is there, freeze the text, vote with one conflict, close, keep the record."""
    chair, secretary = stage.page("chair"), stage.page("secretary")
    begin(stage, address)
    declare_conflict(stage.page("member_just"), f"{address}items/1/")
    freeze_and_open(stage, f"{address}items/1/")
    for who in VOTERS:
        vote(stage.page(who), f"{address}items/1/", "abstain" if who == "alternate" else "for")
    chair.goto(f"{address}items/1/")
    assert "DR-" not in chair.content()
    chair.locator('main form[action$="/close/"] button').first.click()
    chair.wait_for_load_state()
    shot(chair, "14-vote-closed")
    chair.goto(address)
    send(chair, "/close/")
    secretary.goto(f"{address}protocol/")
    send(secretary, "/circulate/")
    chair.goto(f"{address}protocol/")
    send(chair, "/approve/")
    send(chair, "/sign/")
    shot(chair, "14-protocol")
    secretary.goto(f"{address}protocol/")
    send(secretary, "/sign/")
    chair.goto(address)
    shot(chair, "15-sitting-closed")


def begin(stage: Stage, address: str) -> None:
    """Open the sitting and note who is there: for the defence ministry the alternate."""
    chair, secretary = stage.page("chair"), stage.page("secretary")
    chair.goto(address)
    send(chair, "/open/")
    secretary.goto(f"{address}attendance/")
    _everybody_but_the_principal_of_mod(secretary)
    send(secretary)


def freeze_and_open(stage: Stage, item: str) -> None:
    """Freeze the proposed text and open the vote on it."""
    chair, secretary = stage.page("chair"), stage.page("secretary")
    secretary.goto(f"{item}question/")
    send(secretary)
    chair.goto(item)
    send(chair, "/vote/open/")


def _everybody_but_the_principal_of_mod(page: Page) -> None:
    for box in page.locator("main [name=present]").all():
        words = page.locator(f'label[for="{box.get_attribute("id")}"]').inner_text()
        box.set_checked("Лелека" not in words)


def declare_conflict(page: Page, address: str) -> None:
    """Leave the item; from then on it does not exist for the person."""
    page.goto(address)
    follow(page, "/conflict/")
    page.check("main [name=kind][value=personal]")
    fill(page, ground="Близька особа працює у заявника.")
    send(page)
    assert page.goto(address).status == 404


def vote(page: Page, address: str, choice: str) -> None:
    """Cast a ballot in two steps, with the reason and the criterion that the rules want."""
    page.goto(address)
    page.locator(f"main [name=choice][value={choice}] + label").click()
    if choice != "for":
        fill(page, reason="Графік за умовою ще не узгоджено.")
    if choice == "against":
        page.locator("main form details summary").first.click()
        page.check("main [name=criteria][value='7']")
    if choice == "abstain":
        shot(page, "12-ballot")
    send(page, "/vote/confirm/")
    if choice == "abstain":
        shot(page, "13-ballot-confirmation")
    send(page, "/vote/cast/")
    assert page.url.endswith(address), "the ballot was not cast"
