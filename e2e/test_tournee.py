"""« Ma tournée » in a real browser: the network cut, two phones, a clock that is wrong, a server that dies, a code that is wrong."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from e2e.browser import Person, seat
from e2e.round_house import RoundHouse

pytestmark = pytest.mark.browser
CODE = "482913"
HOURS = 3
FAST = """(() => {
  const True = Date, fast = %d;
  globalThis.Date = class extends True {
    constructor(...given) { if (given.length) super(...given); else super(True.now() + fast); }
    static now() { return True.now() + fast; }
  };
})();"""
DUMP = """async () => {
  const out = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href, document.cookie];
  const bytes = (value) => new TextDecoder("latin1").decode(value) + new TextDecoder("utf-8").decode(value);
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return bytes(value);
    return value && typeof value === "object" ? JSON.stringify(value) + Object.values(value).map(text).join() : String(value);
  };
  const done = (asked) => new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  for (const { name } of await indexedDB.databases()) {
    const base = await done(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const rows = await done(base.transaction(store).objectStore(store).getAll());
      out.push(`${name}/${store}:${rows.length}`, ...rows.map(text));
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const kept = await cache.match(request);
      out.push(request.url);
      if (/text|json|javascript/.test(kept.headers.get("content-type"))) out.push(await kept.text());
    }
  }
  return out.join("\\n");
}"""


@pytest.fixture(scope="module")
def house() -> Iterator[RoundHouse]:
    with RoundHouse() as fresh:
        yield fresh


@pytest.fixture
def fresh() -> Iterator[RoundHouse]:
    """A house of one's own, for what leaves marks."""
    with RoundHouse() as own:
        yield own


def phone(browser: Browser, house: RoundHouse, name: str, *, desk: bool = False) -> Person:
    person = seat(browser, house.url, name, phone=not desk)
    log_in(person, house.seated[name])
    return person


def log_in(person: Person, session: str) -> None:
    person.context.add_cookies([{"name": "alentour_session", "value": session, "url": person.url}])


def leaves_on_round(person: Person) -> Page:
    page = person.goes("/tournee/")
    page.get_by_role("link", name="Emporter ma tournée").click()
    page.get_by_label("Code, 6 chiffres au moins").fill(CODE)
    page.get_by_label("Le même code, encore").fill(CODE)
    page.get_by_role("button", name="Emporter", exact=True).click()
    page.get_by_role("link", name="Irène DUPONT").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def opens_with(page: Page, code: str = CODE) -> None:
    page.get_by_label("Code de la tournée").fill(code)
    page.get_by_role("button", name="Ouvrir").click()


def goes_to(page: Page, person: str = "Irène DUPONT") -> None:
    page.get_by_role("link", name=person).click()


def takes_measures(page: Page, high: str, low: str) -> None:
    page.get_by_role("link", name="Constantes").click()
    page.get_by_label("Tension systolique").fill(high)
    page.get_by_label("Tension diastolique").fill(low)
    page.get_by_role("button", name="Garder").click()
    page.get_by_text("En attente d'envoi").wait_for()


def writes(page: Page, words: str) -> None:
    page.get_by_role("link", name="Transmission").click()
    page.get_by_label("Ce que vous avez vu ou fait").fill(words)
    page.get_by_role("button", name="Garder").click()
    page.get_by_role("link", name="Transmission").wait_for()


def changes_consigne(page: Page, words: str) -> None:
    page.get_by_role("link", name="Consigne", exact=True).click()
    page.get_by_label("À savoir").fill(words)
    page.get_by_role("button", name="Garder").click()
    page.get_by_role("link", name="Consigne", exact=True).wait_for()


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def cuts(person: Person, page: Page) -> None:
    person.context.set_offline(True)
    page.get_by_text("Hors ligne depuis").wait_for()


def is_back(person: Person, page: Page, said: str) -> None:
    person.context.set_offline(False)
    page.get_by_text(re.compile(said)).wait_for(timeout=30_000)


def test_a_round_without_network_is_in_the_record_once(browser: Browser, house: RoundHouse) -> None:
    ines = phone(browser, house, "ines")
    page = leaves_on_round(ines)
    ines.looks()
    cuts(ines, page)
    goes_to(page)
    ines.looks()
    takes_measures(page, "132", "74")
    writes(page, "Dort mieux depuis lundi")
    page.get_by_role("link", name="Prises (2)").click()
    page.get_by_role("button", name="Donnée : Amlodipine 5 mg, matin").click()
    page.get_by_text("donnée, pas encore envoyée").wait_for()
    ines.looks()
    page.get_by_role("link", name="Retour").click()
    page.get_by_role("link", name="Soins (1)").click()
    page.get_by_role("button", name="Fait : Bas de contention, matin").click()
    page.get_by_text("fait, pas encore envoyé").wait_for()
    ines.looks()
    page.get_by_role("link", name="Retour").click()
    page.get_by_role("link", name="Photo").click()
    page.get_by_label("La personne accepte cette photo").check()
    page.get_by_label("Photo", exact=True).set_input_files(
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_label("Ce que montre la photo").fill("Plaie au talon gauche")
    ines.looks()
    page.get_by_role("button", name="Garder").click()
    expect(page.get_by_text("5 gestes en attente")).to_be_visible()

    page.goto(house.url + "/tournee/")  # the page is opened again, still without network
    opens_with(page)
    page.get_by_role("link", name="Mes gestes").click()
    expect(page.get_by_role("button", name="Retirer")).to_have_count(5)
    ines.looks()
    is_back(ines, page, "5.gestes envoyés, tous inscrits")
    ines.looks()
    record = house.ask("record", house.people["irene"])
    assert record["readings"] == [{"ta_sys": "132.00", "ta_dia": "74.00"}]
    assert record["transmissions"].count("Dort mieux depuis lundi") == 1
    assert record["doses"] == [["matin", "donnee"]]
    assert record["soins"] == [["matin", "fait"]]
    assert record["photos"] == ["Plaie au talon gauche"]
    assert record["gestures"] == ["inscrit"] * 5
    assert record["broken"] == 0
    assert [str(one) for one in ines.findings] == []
    assert [one for one in ines.errors if "Content Security" in one] == []


def test_nothing_in_the_phone_can_be_read(browser: Browser, house: RoundHouse) -> None:
    ines = phone(browser, house, "ines")
    page = leaves_on_round(ines)
    cuts(ines, page)
    goes_to(page)
    takes_measures(page, "157", "86")
    writes(page, "Chante en breton")
    kept = page.evaluate(DUMP)
    assert "alentour-tournee/rows:" in kept
    assert "/tournee/coquille/" in kept
    names = ("DUPONT", "Irène", "IRENE", "LE GOFF", "MOREAU", "gardienne", "3e gauche")
    for secret in (*names, "Pénicilline", "Amlodipine", '"157"', "breton", CODE):
        assert secret not in kept, secret
    assert house.people["irene"] not in kept


def test_two_phones_change_the_same_consigne_and_somebody_chooses(browser: Browser, fresh: RoundHouse) -> None:
    ines, aicha = phone(browser, fresh, "ines"), phone(browser, fresh, "aicha")
    for person, words in ((aicha, "Bas après la toilette"), (ines, "Plus de bas")):
        page = leaves_on_round(person)
        cuts(person, page)
        goes_to(page)
        changes_consigne(page, words)
    is_back(aicha, aicha.page, "1.geste envoyé, inscrit")
    is_back(ines, ines.page, "1.geste envoyé, 1 à revoir")
    assert fresh.ask("record", fresh.people["irene"])["advice"] == "Bas après la toilette"

    page = ines.page
    page.get_by_role("link", name="1 geste à revoir").click()
    ines.looks()
    page.get_by_role("link", name="Consigne de tournée, Irène DUPONT").click()
    ines.looks()
    expect(page.get_by_role("region", name="Ce que dit le dossier")).to_contain_text("Bas après la toilette")
    expect(page.get_by_role("region", name="Ce que dit le dossier")).to_contain_text("Aïcha BENALI")
    expect(page.get_by_role("region", name="Ce que dit le téléphone")).to_contain_text("Plus de bas")
    page.get_by_role("button", name="Garder les deux").click()
    page.get_by_text("Les deux sont gardées").wait_for()
    assert fresh.ask("record", fresh.people["irene"])["advice"] == "Bas après la toilette\nPlus de bas"
    assert [str(one) for one in ines.findings] == []


def test_a_clock_three_hours_fast_keeps_the_true_hour(browser: Browser, house: RoundHouse) -> None:
    nadia = phone(browser, house, "nadia")
    nadia.context.add_init_script(FAST % (HOURS * 3_600_000))
    page = leaves_on_round(nadia)
    cuts(nadia, page)
    goes_to(page)
    takes_measures(page, "118", "61")
    is_back(nadia, page, "1.geste envoyé, inscrit")
    page.get_by_role("link", name="Retour").click()
    page.get_by_role("link", name="Mes gestes").click()
    expect(page.get_by_text("L'horloge du téléphone avançait de 3 h 00")).to_be_visible()
    record = house.ask("record", house.people["irene"])
    at = dict(zip((one["ta_sys"] for one in record["readings"]), record["done_at"], strict=True))["118.00"]
    assert abs(datetime.fromisoformat(at).timestamp() - time.time()) < timedelta(minutes=3).total_seconds()


def test_the_server_dies_between_its_write_and_its_answer(browser: Browser, fresh: RoundHouse) -> None:
    ines = phone(browser, fresh, "ines")
    page = leaves_on_round(ines)
    cuts(ines, page)
    goes_to(page)
    for number in range(5):
        writes(page, f"Ligne {number}")
    takes_measures(page, "132", "74")
    deaths: list[int] = []

    def die(route: Route) -> None:
        answer = route.fetch()
        fresh.kill()
        deaths.append(answer.status)
        route.abort()

    page.route("**/api/envoyer/", die, times=1)
    ines.context.set_offline(False)
    for _ in range(200):  # the page says « Hors ligne » before and after: only the death itself tells that it was tried
        if deaths:
            break
        page.wait_for_timeout(100)
    assert deaths == [200]
    page.get_by_text("Hors ligne depuis").wait_for()
    fresh.start()
    page.get_by_role("button", name="Envoyer maintenant").or_(page.get_by_text("gestes envoyés")).first.wait_for(
        timeout=60_000
    )
    page.get_by_text(re.compile("6.gestes envoyés, tous inscrits")).wait_for(timeout=60_000)
    record = fresh.ask("record", fresh.people["irene"])
    assert [one for one in record["transmissions"] if one.startswith("Ligne")] == [f"Ligne {n}" for n in range(5)]
    assert len(record["readings"]) == 1
    assert record["broken"] == 0


def test_five_wrong_codes_erase_everything_and_it_is_said(browser: Browser, house: RoundHouse) -> None:
    aicha = phone(browser, house, "aicha")
    page = leaves_on_round(aicha)
    cuts(aicha, page)
    goes_to(page)
    writes(page, "Perdu avec le code")
    page.goto(house.url + "/tournee/")
    for left in (4, 3, 2, 1):
        opens_with(page, "999111")
        page.get_by_text(re.compile(f"Encore {left}.essai")).wait_for()
    opens_with(page, "999111")
    page.get_by_text(re.compile("effacée de ce téléphone, avec 1.geste non envoyé")).wait_for()
    page.get_by_text("Aucune tournée dans ce téléphone").wait_for()
    assert "alentour-tournee/rows:0" in page.evaluate(DUMP)
    aicha.context.set_offline(False)
    assert "Perdu avec le code" not in house.ask("record", house.people["irene"])["transmissions"]


def test_who_left_the_team_loses_the_copy_and_the_team_keeps_the_gesture(browser: Browser, fresh: RoundHouse) -> None:
    aicha = phone(browser, fresh, "aicha")
    page = leaves_on_round(aicha)
    cuts(aicha, page)
    goes_to(page)
    writes(page, "Refuse le repas de midi")
    fresh.ask("leave", "Aïcha", fresh.people["irene"])
    is_back(aicha, page, "1.geste envoyé, 1 à revoir")
    page.get_by_role("link", name="1 geste à revoir").wait_for()
    page.goto(fresh.url + "/tournee/")
    opens_with(page)
    page.get_by_role("link", name="Marcel LE GOFF").wait_for()
    assert page.get_by_role("link", name="Irène DUPONT").count() == 0
    nadia = phone(browser, fresh, "nadia", desk=True)
    desk = nadia.goes("/tournee/a-revoir/")
    desk.get_by_role("link", name="Transmission, Irène DUPONT").click()
    nadia.looks()
    desk.get_by_role("button", name="Inscrire au dossier").click()
    desk.get_by_text("Le geste est inscrit au dossier.").wait_for()
    assert (
        "Rapporté par Aïcha BENALI : Refuse le repas de midi"
        in fresh.ask("record", fresh.people["irene"])["transmissions"]
    )
    assert [str(one) for one in nadia.findings] == []


def test_the_session_ends_without_network_and_only_its_owner_sends(browser: Browser, fresh: RoundHouse) -> None:
    ines = phone(browser, fresh, "ines")
    page = leaves_on_round(ines)
    cuts(ines, page)
    goes_to(page)
    writes(page, "Attend sa fille")
    fresh.ask("end", fresh.seated["ines"])
    ines.context.set_offline(False)
    page.get_by_text("Votre session est fermée").wait_for(timeout=30_000)
    expect(page.get_by_text("1 geste en attente")).to_be_visible()

    log_in(ines, fresh.seated["aicha"])  # a colleague borrows the phone
    page.goto(fresh.url + "/tournee/")
    page.get_by_text("Ce téléphone garde 1 geste d'une autre personne").wait_for()
    ines.looks()
    assert "Attend sa fille" not in fresh.ask("record", fresh.people["irene"])["transmissions"]

    log_in(ines, fresh.ask("again", "Inès")["session"])
    page.goto(fresh.url + "/tournee/")
    opens_with(page)
    page.get_by_text(re.compile("1.geste envoyé, inscrit")).wait_for()
    assert fresh.ask("record", fresh.people["irene"])["transmissions"].count("Attend sa fille") == 1
    assert [str(one) for one in ines.findings] == []


def test_a_session_locked_meanwhile_keeps_the_gestures(browser: Browser, fresh: RoundHouse) -> None:
    nadia = phone(browser, fresh, "nadia")
    page = leaves_on_round(nadia)
    cuts(nadia, page)
    goes_to(page)
    writes(page, "Marche avec sa canne")
    fresh.ask("lock", fresh.seated["nadia"])
    nadia.context.set_offline(False)
    page.get_by_text("Votre session est fermée").wait_for(timeout=30_000)
    expect(page.get_by_text("1 geste en attente")).to_be_visible()
    log_in(nadia, fresh.ask("again", "Nadia")["session"])
    page.goto(fresh.url + "/tournee/")
    opens_with(page)
    page.get_by_text(re.compile("1.geste envoyé, inscrit")).wait_for()


def test_after_twelve_hours_the_copy_is_erased_and_the_gestures_wait(browser: Browser, fresh: RoundHouse) -> None:
    ines = phone(browser, fresh, "ines")
    page = leaves_on_round(ines)
    cuts(ines, page)
    goes_to(page)
    changes_consigne(page, "Plus de bas")
    changes_consigne(page, "Plus de bas du tout")  # said again before it left: one gesture
    ines.context.add_init_script(FAST % (13 * 3_600_000))
    page.goto(fresh.url + "/tournee/")
    page.get_by_text("La copie des dossiers n'est plus dans ce téléphone").wait_for()
    assert "alentour-tournee/rows:1" in page.evaluate(DUMP)
    opens_with(page)
    page.get_by_role("button", name="Retirer").wait_for()
    is_back(ines, page, "1.geste envoyé, inscrit")
    assert fresh.ask("record", fresh.people["irene"])["advice"] == "Plus de bas du tout"


def test_logging_out_erases_the_copy(browser: Browser, fresh: RoundHouse) -> None:
    nadia = phone(browser, fresh, "nadia", desk=True)
    page = leaves_on_round(nadia)
    before: Any = page.evaluate(DUMP)
    assert "rows:3" in before
    page.locator(".al-menu-who > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion/**")
    assert "rows:0" in page.evaluate(DUMP)


def test_the_round_installs_and_its_worker_is_served(browser: Browser, house: RoundHouse) -> None:
    ines = phone(browser, house, "ines")
    page = leaves_on_round(ines)
    scope = page.evaluate("navigator.serviceWorker.ready.then((one) => new URL(one.scope).pathname)")
    assert scope == "/tournee/"
    manifest = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((one) => one.json())")
    assert manifest["short_name"] == "Alentour"
    problems = ines.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in problems if one["errorId"] != "in-incognito"] == []
