"""Bad weather: each service stopped in mid-journey, the product killed, bad files. The work goes on, nothing is lost or doubled."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from e2e.browser import Person, seat
from e2e.instance import Instance
from e2e.p01 import P01
from e2e.pictures import wound

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ines(browser: Browser, instance: Instance) -> Person:
    person = seat(browser, instance.url, "ines")
    person.signs_in("Inès Moreau")
    return person


def write(person: Person, body: str, to: str = "nadia") -> None:
    page = person.goes("/messages/nouveau/")
    page.get_by_role("combobox", name="Ajouter un destinataire").fill(to)
    page.get_by_role("listbox").get_by_role("option", name=re.compile("^Nadia ROUX")).click()
    page.get_by_label(re.compile("^Objet")).fill("Essai")
    page.get_by_label(re.compile("^Message")).fill(body)
    page.get_by_role("button", name="Relire avant d'envoyer").click()
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.get_by_text("confié à la messagerie sécurisée")).to_be_visible()


def wait_until(check: object, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if check():  # type: ignore[operator]
            return
        time.sleep(0.5)
    raise AssertionError("it never happened")


def kept(instance: Instance, words: str) -> int:
    """How many copies of a message the operator accepted."""
    return int(
        instance.manage(
            "shell", "-c",
            f"from alentour.messaging.models import Message as M; print(sum({words!r} in m.body for m in M.objects.filter(state='accepte')))",
        ).strip().splitlines()[-1]
    )  # fmt: skip


def test_the_operator_down_the_message_waits_and_leaves_by_itself(ines: Person, instance: Instance) -> None:
    instance.set_fault(service="mssante", kind="outage")
    write(ines, "pendant la panne")
    ines.page.wait_for_timeout(2500)
    page = ines.goes("/echanges/")
    expect(page.get_by_text("sera réessayé").first).to_be_visible()
    instance.clear_faults()
    wait_until(lambda: kept(instance, "pendant la panne") == 1)


def test_the_annuaire_down_the_circle_is_still_there(ines: Person, instance: Instance) -> None:
    instance.set_fault(service="annuaire", kind="outage")
    page = ines.goes("/messages/nouveau/")
    page.get_by_role("combobox", name="Ajouter un destinataire").fill("nadia")
    expect(page.get_by_role("option", name=re.compile("^Nadia ROUX"))).to_be_visible()
    instance.clear_faults()


def test_insi_down_nothing_changes_and_it_is_said(browser: Browser, instance: Instance) -> None:
    sophie = seat(browser, instance.url, "sophie")
    sophie.signs_in("Sophie Leroy")
    instance.set_fault(service="insi", kind="outage")
    page = sophie.goes("/identite/a-qualifier/")
    page.get_by_role("link", name=re.compile("TREMEL")).first.click()
    usager = re.search(r"[0-9a-f-]{36}", page.url)
    assert usager
    page = sophie.goes(f"/identite/{usager[0]}/insi/")
    page.get_by_role("button", name="Demander l'INS").click()
    expect(page.get_by_text(re.compile("ne répond pas|erreur technique")).first).to_be_visible()
    instance.clear_faults()


def test_the_dmp_down_a_deposit_waits_and_leaves_by_itself(browser: Browser, instance: Instance) -> None:
    journey = P01(browser, instance)
    journey.martin.signs_in("Paul Martin")
    page = journey.signs_a_prescription()
    instance.set_fault(service="dmp", kind="outage")
    page.get_by_role("link", name=re.compile("DMP")).last.click()
    if page.get_by_role("button", name="Noter qu’elle est informée").count():
        page.get_by_role("button", name="Noter qu’elle est informée").click()
    page.get_by_role("button", name="Déposer au DMP").click()
    page.wait_for_timeout(2500)
    page = journey.martin.goes("/echanges/")
    expect(page.get_by_text("sera réessayé").first).to_be_visible()
    instance.clear_faults()
    wait_until(lambda: "DMP" not in journey.martin.goes("/echanges/").locator("#bloques").inner_text(), seconds=90)


def test_pro_sante_connect_down_the_team_goes_on_working(ines: Person, instance: Instance) -> None:
    instance.set_fault(service="psc", kind="outage")
    page = ines.goes("/personnes/")
    expect(page.get_by_role("link", name=re.compile("DUPONT")).first).to_be_visible()
    instance.clear_faults()


def test_a_file_that_is_not_a_picture_keeps_the_text(browser: Browser, instance: Instance) -> None:
    aicha = seat(browser, instance.url, "aicha", phone=True)
    aicha.signs_in("Aïcha Benali")
    page = aicha.goes("/messages/photo/")
    page.get_by_role("link", name=re.compile("DUPONT")).click()
    fake = instance.folder / "photo.jpg"
    fake.write_bytes(b"this is not a picture")
    page.get_by_label(re.compile("La personne accepte")).check()
    page.set_input_files("input[name=photos] >> nth=0", fake)
    page.get_by_label("Ce que vous voyez").fill("rougeur au talon")
    page.get_by_role("button", name="Garder au dossier et envoyer").click()
    expect(page.get_by_text(re.compile("n'est pas une image|pas une photo|image")).first).to_be_visible()
    assert page.get_by_label("Ce que vous voyez").input_value() == "rougeur au talon"


def test_the_product_killed_between_the_writing_and_the_sending_loses_and_doubles_nothing(
    ines: Person, instance: Instance
) -> None:
    for number in range(3):
        write(ines, f"avant la chute {number}")
        instance.kill_product()
        wait_until(instance.answers)
        ines.goes("/messages/")
        wait_until(lambda number=number: kept(instance, f"avant la chute {number}") == 1)


def test_a_photo_taken_once_is_kept_once(browser: Browser, instance: Instance) -> None:
    aicha = seat(browser, instance.url, "aicha", phone=True)
    aicha.signs_in("Aïcha Benali")
    page = aicha.goes("/messages/photo/")
    page.get_by_role("link", name=re.compile("DUPONT")).click()
    page.get_by_label(re.compile("La personne accepte")).check()
    page.set_input_files("input[name=photos] >> nth=0", wound(instance.folder))
    page.get_by_label("Ce que vous voyez").fill("talon")
    page.get_by_role("button", name="Garder au dossier et envoyer").click()
    expect(page.get_by_text("Photo gardée au dossier et envoyée")).to_be_visible()
