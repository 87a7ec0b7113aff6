"""The gallery in a real browser: nothing refused by the content policy, nothing an axe rule reproaches, and what JS adds.

axe-core is found beside the journeys (``e2e``) or by ``AXE_CORE``; chromium by ``CHROMIUM``.
"""

from __future__ import annotations

import os
import random
import socketserver
import threading
import wsgiref.simple_server
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[3]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SLUGS = ("person", "bubble", "field", "timeline")


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """The lines of the server are not the subject of a test."""


@pytest.fixture
def site(on_its_own: None) -> Iterator[str]:
    with wsgiref.simple_server.make_server("127.0.0.1", 0, WSGIHandler(), Server, Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/ui/galerie/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def axe() -> str:
    places = [Path(os.environ.get("AXE_CORE", "-")), *sorted((ROOT / "e2e").rglob("axe*.js"))]
    found = next((place for place in places if place.is_file()), None)
    assert found is not None, "axe-core is missing: neither under e2e/ nor at AXE_CORE"
    return found.read_text("utf-8")


def window(browser: Browser, size: dict[str, int], theme: str = "light") -> BrowserContext:
    return browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme=theme,  # type: ignore[arg-type]
        has_touch=size is PHONE,
        reduced_motion="reduce",
        bypass_csp=False,
        locale="fr-FR",
    )


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """The page, and what the console complained about."""
    page, complaints = context.new_page(), []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, wait_until="networkidle")
    return page, complaints


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_reproaches_nothing_and_the_policy_refuses_nothing(
    browser: Browser, site: str, axe: str, size: dict[str, int], theme: str
) -> None:
    page, complaints = opened(window(browser, size, theme), site)
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")

    found = [f"{v['id']}: {n['html'][:160]}" for v in result["violations"] for n in v["nodes"]]
    assert found == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page overflows"


@pytest.mark.parametrize("slug", SLUGS)
def test_without_javascript_a_component_is_still_there(browser: Browser, site: str, slug: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESK)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}{slug}/")
    assert page.locator(".gal-show").inner_text().strip()


def test_without_javascript_a_dialog_opens_by_its_address(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}dialog/")
    page.get_by_role("button", name="Envoyer…").click()
    assert page.get_by_text("identité INS incluse").is_visible()


def test_on_a_phone_what_one_touches_is_48_pixels_high(browser: Browser, site: str) -> None:
    page, _ = opened(window(browser, PHONE), site)
    low = page.evaluate(
        """[...document.querySelectorAll('.btn, .form-control, .form-select, .al-bottom a, .al-tabs a, summary.x')]
           .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 47.5)
           .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert low == []


def test_the_keyboard_reaches_search_help_and_lists(browser: Browser, site: str) -> None:
    page, _ = opened(window(browser, DESK), f"{site}thread/")
    page.keyboard.press("?")
    assert page.locator("#ui-keys").get_attribute("open") is not None
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Plaie au talon : demande de prescription"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Visite de jeudi"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "Plaie au talon : demande de prescription"


def test_a_photo_waits_for_the_agreement_then_loses_its_weight_and_its_position(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    heavy = tmp_path / "plaie.jpg"
    noise = Image.frombytes("RGB", (2400, 1800), random.Random(1).randbytes(2400 * 1800 * 3))
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 6.0, 0.0)}
    noise.save(heavy, quality=95, exif=exif)
    page, _ = opened(window(browser, PHONE), f"{site}photo/")
    camera = page.locator("input[capture=environment]")
    assert camera.is_disabled()

    page.check("#gal-consent")
    camera.set_input_files(heavy)
    page.locator(".al-preview img").wait_for()

    sent = page.evaluate(
        """async () => { const file = document.querySelector('input[capture]').files[0];
           return [file.size, file.type, [...new Uint8Array(await file.arrayBuffer())]]; }"""
    )
    assert heavy.stat().st_size > 2_000_000
    assert sent[0] <= 2_000_000
    assert sent[1] == "image/jpeg"
    assert b"Exif" not in bytes(sent[2][:4096])


def test_the_theme_switch_answers_at_once(browser: Browser, site: str) -> None:
    page, _ = opened(window(browser, DESK), f"{site}?theme=dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(f"{site}?theme=light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_a_recipient_is_chosen_from_the_keyboard_then_taken_away(browser: Browser, site: str) -> None:
    page, complaints = opened(window(browser, DESK), site.replace("ui/galerie/", "essai/"))
    field = page.get_by_role("combobox", name="Destinataires")
    field.press_sequentially("mar")
    page.get_by_role("option", name="Dr Paul Martin").wait_for()
    assert field.get_attribute("aria-expanded") == "true"

    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")

    assert page.locator("input[type=hidden][name=to]").get_attribute("value") == "paul"
    page.get_by_role("button", name="Retirer Dr Paul Martin").click()
    assert page.locator("input[type=hidden][name=to]").count() == 0
    assert complaints == []


def test_a_draft_says_when_it_is_kept_and_when_it_is_not(browser: Browser, site: str) -> None:
    page, _ = opened(window(browser, DESK), site.replace("ui/galerie/", "essai/"))
    page.fill("#words", "Plaie propre ce matin")
    page.get_by_text("Brouillon gardé à").wait_for()
    page.fill("#words", "Plaie propre ce matin, panne")
    page.get_by_text("Brouillon pas encore gardé").wait_for()
    assert page.input_value("#words") == "Plaie propre ce matin, panne"


def test_a_swap_brings_its_toast_with_its_undo_and_is_read_aloud(browser: Browser, site: str) -> None:
    page, complaints = opened(window(browser, DESK), site.replace("ui/galerie/", "essai/"))
    page.get_by_role("button", name="Classer").click()
    page.get_by_text("Document classé.").wait_for()
    assert page.get_by_role("button", name="Annuler").is_visible()
    assert page.locator("#filed").inner_text() == "classé"
    assert page.locator("#ui-live").inner_text() == "Classé"
    assert complaints == []
