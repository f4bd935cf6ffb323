"""The commission in Chromium: a tie after a recusal, a call-in, a deferral and the return.

The cases are made ready by the services; what the commission does is done on its pages, once by
keyboard and once on a phone. Pictures in `var/screenshots` (commission-*).
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from core.base import clock
from core.ui.formats import day
from tests.browser import shot
from tests.journeys import sitting
from tests.journeys.people import Stage, choose, fill, follow, send
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
LIVE = 20_000  # milliseconds: the page asks every five seconds
READY = """
from demo.cast import build_cast
from tests import commission_builders
from tests.faults.scene import keep_bytes
keep_bytes()
cast = build_cast()
{before}
print("case", commission_builders.ready(cast).number)
"""
ANYTHING_IN_WRITING = (
    'commission_builders.rules(cast, "2026.9", written={"notice_days": 3, "not_for": []})'
)


def ready(site: Site, before: str = "") -> str:
    """Return the number of a case that waits for the commission."""
    printed = site.manage("shell", "-v0", "-c", READY.format(before=before))
    found = re.search(r"case (DZ-\d{4}-\d{5})", printed)
    assert found, printed
    return found[1]


def test_a_sitting_with_a_recusal_and_a_tie(site: Site, browser: Browser):
    stage = Stage(site, browser)
    address = sitting.convene(stage, ready(site))
    item = f"{address}items/1/"
    chair, member = stage.page("chair"), stage.page("member_mfa")
    sitting.begin(stage, address)
    sitting.declare_conflict(stage.page("member_just"), item)
    member.goto(item)
    assert member.locator("main [name=choice]").count() == 0
    sitting.freeze_and_open(stage, item)
    expect(member.locator("main [name=choice]").first).to_be_attached(timeout=LIVE)
    vote_by_keyboard(member, item)
    for who in ("chair", "alternate"):
        sitting.vote(stage.page(who), item, "for")
    vote_on_a_phone(stage.page("member_fin"), item)
    for who in ("member_econ", "member_sbu"):
        sitting.vote(stage.page(who), item, "against")
    chair.goto(item)
    assert chair.locator("main .dz-section__title", has_text="Кворум").count() == 0
    chair.locator('main form[action$="/close/"] button').click()
    follow(chair, "/vote/casting/")
    chair.check("main [name=choice][value=for]")
    fill(chair, reason="Зобов'язання перед партнером підтверджено договором.")
    send(chair)
    shot(chair, "commission-casting")
    expect(member.locator("main .dz-vote--for").first).to_be_visible(timeout=LIVE)
    assert stage.page("member_just").goto(item).status == 404
    chair.goto(address)
    send(chair, "/close/")
    assert chair.locator("main .dz-worklist tbody tr").count() == 1
    stage.close()


def vote_by_keyboard(page: Page, item: str) -> None:
    page.locator("main [name=choice]").first.focus()
    page.keyboard.press("Space")
    page.locator('main form[action$="/vote/confirm/"] button[type=submit]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/confirm/")
    page.locator('main form[action$="/vote/cast/"] button[type=submit]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{item.partition('/sittings')[1]}{item.partition('/sittings')[2]}")


def vote_on_a_phone(page: Page, item: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(item)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, "the page of an item scrolls sideways on a phone"
    shot(page, "commission-ballot-phone")
    sitting.vote(page, item, "against")


def test_a_vote_in_writing_is_called_in(site: Site, browser: Browser):
    stage = Stage(site, browser)
    number = ready(site, ANYTHING_IN_WRITING)
    secretary, chair = stage.page("secretary"), stage.page("chair")
    secretary.goto("/sittings/written/")
    until = day(clock.today() + timedelta(days=12))
    fill(secretary, reason="Строк спливає до засідання.", day=until, time="18:00")
    choose(secretary, "chair", "Піщаний")
    send(secretary)
    address = secretary.url
    secretary.goto(f"{address}place/")
    choose(secretary, "application", number)
    send(secretary)
    item = f"{address}items/1/"
    secretary.goto(f"{item}question/")
    send(secretary)
    chair.goto(address)
    send(chair, "/open/")
    sitting.vote(stage.page("member_econ"), item, "for")
    chair.goto(item)
    assert chair.locator('main form[action$="/close/"]').count() == 1
    member = stage.page("member_fin")
    member.goto(item)
    shot(member, "commission-written")
    follow(member, "/call-in/")
    fill(member, reason="Перевізник новий; обговорімо разом.")
    send(member)
    member.goto(item)
    shot(member, "commission-called-in")
    assert member.locator("main [name=choice]").count() == 0
    secretary.goto("/sittings/")
    assert secretary.locator("main .dz-log", has_text=number.rpartition("-")[2]).count() == 1
    chair.goto(address)
    send(chair, "/close/")
    stage.close()


def test_a_deferral_and_the_return(site: Site, browser: Browser):
    stage = Stage(site, browser)
    number = ready(site)
    address = sitting.convene(stage, number)
    secretary, chair = stage.page("secretary"), stage.page("chair")
    sitting.begin(stage, address)
    secretary.goto(f"{address}items/1/defer/")
    until = day(clock.today() + timedelta(days=7))
    fill(secretary, reason="Бракує підтвердження перевізника.", until=until)
    choose(secretary, "owner", "Межибровська")
    send(secretary)
    shot(secretary, "commission-deferred")
    chair.goto(address)
    send(chair, "/close/")
    back = sitting.convene(stage, number)
    assert back != address
    sitting.begin(stage, back)
    sitting.freeze_and_open(stage, f"{back}items/1/")
    for who in sitting.VOTERS:
        sitting.vote(stage.page(who), f"{back}items/1/", "for")
    chair.goto(f"{back}items/1/")
    chair.locator('main form[action$="/close/"] button').click()
    chair.goto(back)
    send(chair, "/close/")
    shot(chair, "commission-returned")
    stage.close()
