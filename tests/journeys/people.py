"""Who plays the journey: windows of their own, opened when first needed."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests.browser import page_of
from tests.site import Site

ADDRESSES = {
    "preparer": "tykholis@sivolit.example",
    "signatory": "rudokip@sivolit.example",
    "officer": "mezhybrovska@dozvil.example",
    "adviser_mod": "ternyk@dozvil.example",
    "adviser_mfa": "lastivka@dozvil.example",
    "secretary": "zaruba@dozvil.example",
    "chair": "pishchanyi@dozvil.example",
    "alternate": "zhuravnyk@dozvil.example",
    "member_mfa": "chornoklen@dozvil.example",
    "member_econ": "polova@dozvil.example",
    "member_fin": "krynychar@dozvil.example",
    "member_just": "skyba@dozvil.example",
    "member_sbu": "ternopad@dozvil.example",
    "head": "bukovets@dozvil.example",
    "customs": "verbetskyi@dozvil.example",
    "auditor": "verbovyi@dozvil.example",
}


@dataclass
class Stage:
    """The site, the browser and everybody's window."""

    site: Site
    browser: Browser
    windows: dict[str, Page] = field(default_factory=dict)

    def page(self, who: str) -> Page:
        """Return the person's window, signed in."""
        if who not in self.windows:
            self.windows[who] = page_of(self.browser, self.site, ADDRESSES.get(who))
        return self.windows[who]

    def close(self) -> None:
        """Close every window."""
        for page in self.windows.values():
            page.context.close()


def fill(page: Page, **values: str) -> None:
    """Type into the fields of the form on the page by their names."""
    for name, value in values.items():
        page.fill(f"main [name={name}]", value)


def choose(page: Page, name: str, words: str) -> None:
    """Choose the option of a select whose words begin so."""
    option = page.locator(f"main select[name={name}] option", has_text=words).first
    page.select_option(f"main select[name={name}]", option.get_attribute("value"))


def send(page: Page, action: str = "") -> None:
    """Press the button of the page's form, or of the form that leads to `action`."""
    form = f'main form[action$="{action}"]' if action else "main form[method=post]"
    # A button with a name or an address of its own is a second choice, as keeping a draft is.
    page.locator(f"{form} button[type=submit]:not([name]):not([formaction])").last.click()
    page.wait_for_load_state()


def follow(page: Page, address: str) -> None:
    """Follow the link whose address ends so."""
    page.locator(f'main a[href$="{address}"]').first.click()
    page.wait_for_load_state()


def upload(page: Page) -> None:
    """Press the button of a form with a file: it goes with its progress and then leads on."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
