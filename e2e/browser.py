"""One real browser, one window per person; every page visited is read by axe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-quic",
         "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]  # fmt: skip
DESK = {"viewport": {"width": 1360, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def chromium_path() -> str:
    """Debian's chromium (or ``CHROMIUM``); empty when there is none."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), "")


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Finding:
    """A fault of accessibility found by axe on a page."""

    page: str
    rule: str
    target: str

    def __str__(self) -> str:
        return f"{self.page}: {self.rule} at {self.target}"


@dataclass
class Person:
    """A person at their own screen, logged in as themselves through Pro Santé Connect."""

    name: str
    context: BrowserContext
    page: Page
    url: str
    findings: list[Finding] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def goes(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def looks(self) -> None:
        """Read the page with axe and remember what is wrong."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result: dict[str, Any] = self.page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        )
        for violation in result["violations"]:
            for node in violation["nodes"][:3]:
                self.findings.append(Finding(self.page.url.replace(self.url, ""), violation["id"], str(node["target"])))

    def signs_in(self, search: str) -> None:
        """Through the log-in page of Alentour, then the list of Pro Santé Connect."""
        page = self.goes("/connexion/")
        page.get_by_role("link", name="Pro Santé Connect").click()
        choose_professional(page, search)
        page.wait_for_url(self.url + "/**")


def choose_professional(page: Page, name: str) -> None:
    """Pick somebody on the sandbox's page of Pro Santé Connect."""
    page.get_by_role("button", name=name).first.click()


def seat(browser: Browser, url: str, name: str, *, phone: bool = False) -> Person:
    """A window for somebody, phone or desk; errors of the page's own scripts are kept."""
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **(PHONE if phone else DESK))  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    page = context.new_page()
    person = Person(name, context, page, url)
    page.on("pageerror", lambda error: person.errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            person.errors.append(message.text)
            if message.type == "error" and "Content Security" in message.text
            else None
        ),
    )
    return person
