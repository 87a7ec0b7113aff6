"""P01 · Irène, plaie au talon, suivie par un SSIAD. Four people, six steps, and a fifth who is refused."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from e2e.browser import Person, seat
from e2e.instance import Instance
from e2e.journey import Step
from e2e.pictures import wound

# Seconds: a busy machine of tests may be slow; a person would have looked elsewhere meanwhile.
PATIENCE = 75
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7")
IDENTIFIER = re.compile(r"Identifiant (2\.25\.\d+)")


class P01:
    """The journey; each step is done by its person from their own screen, and its effect is seen at the other's."""

    code = "P01"

    def __init__(self, browser: Browser, instance: Instance) -> None:
        self.instance = instance
        self.aicha = seat(browser, instance.url, "aicha", phone=True)
        self.ines = seat(browser, instance.url, "ines")
        self.martin = seat(browser, instance.url, "martin")
        self.petit = seat(browser, instance.url, "petit")
        self.people = [self.aicha, self.ines, self.martin, self.petit]
        self.ordonnance = ""
        self.visited: set[str] = set()
        for person in self.people:
            person.page.on("framenavigated", lambda frame: self._remember(frame.url))

    def steps(self) -> list[Step]:
        return [
            Step(
                "Aïcha Benali, aide-soignante",
                "photographie la plaie, avec accord, et l'envoie à l'infirmière",
                self.photo,
            ),
            Step("Inès Moreau, infirmière", "lit et répond la conduite à tenir", self.answer),
            Step(
                "Inès Moreau, infirmière",
                "trace le pansement et demande une prescription au médecin, photo jointe",
                self.ask,
            ),
            Step("Dr Paul Martin, médecin traitant", "prescrit, envoie à l'infirmière, dépose au DMP", self.prescribe),
            Step(
                "Inès Moreau, infirmière",
                "transfère l'ordonnance à la pharmacie, à livrer avant une date",
                self.forward,
            ),
            Step(
                "Claire Petit, pharmacienne",
                "reçoit, retrouve l'ordonnance au DMP, confirme la livraison",
                self.deliver,
            ),
        ]

    def _remember(self, address: str) -> None:
        path = urlsplit(address).path
        if address.startswith(self.instance.url) and UUID.search(path):
            self.visited.add(path)

    # --- the steps ----------------------------------------------------------------------------------------------

    def photo(self) -> Person:
        self.aicha.signs_in("Aïcha Benali")
        self.ines.signs_in("Inès Moreau")
        page = self.aicha.goes("/")
        page.locator(".al-bottom-plus a").click()
        page.get_by_role("link", name="Photo").click()
        page.get_by_role("link", name=re.compile("DUPONT")).click()
        self.aicha.looks()
        page.get_by_label(re.compile("La personne accepte")).check()
        page.set_input_files("input[name=photos] >> nth=0", wound(self.instance.folder))
        page.get_by_label("Ce que vous voyez").fill(
            "Talon droit : plaie de 3 cm, fond rouge, bords nets, douleur 3 sur 10 au soin."
        )
        page.get_by_label(re.compile("Inès MOREAU")).check()
        page.get_by_role("button", name="Garder au dossier et envoyer").click()
        expect(page.get_by_text("Photo gardée au dossier et envoyée")).to_be_visible()
        self.sees_road(page, "remis")
        return self.aicha

    def answer(self) -> Person:
        page = self.opens_message(self.ines, "Talon droit")
        expect(page.locator(".al-photo img")).to_be_visible()
        self.ines.looks()
        self.replies(page, "Merci Aïcha. Nettoyer au sérum, pansement hydrocolloïde, pas d'appui. Je passe à 11 h.")
        phone = self.opens_message(self.aicha, "hydrocolloïde")
        expect(phone.get_by_text("Talon droit")).to_be_visible()
        return self.ines

    def ask(self) -> Person:
        page = self.opens_record(self.ines)
        page.get_by_role("link", name="Transmissions").first.click()
        page.get_by_label(re.compile("^Ce que vous avez vu ou fait")).fill(
            "Pansement hydrocolloïde posé au talon droit, plaie propre, douleur 2 sur 10."
        )
        page.get_by_role("button", name="Écrire la transmission").click()
        expect(page.get_by_text("Transmission écrite")).to_be_visible()
        page.get_by_role("link", name="Messages").last.click()
        page.get_by_role("link", name="Écrire").first.click()
        self.adds_recipient(page, "martin", "Paul MARTIN")
        page.get_by_label(re.compile("^Objet")).fill("Plaie au talon : demande de prescription")
        page.get_by_label(re.compile("^Message")).fill(
            "Plaie au talon droit depuis ce matin, photo jointe. Pouvez-vous prescrire les pansements ?"
        )
        page.get_by_label(re.compile("Photo de plaie")).first.check()
        self.sends(page)
        self.sees_road(page, "remis")
        return self.ines

    def prescribe(self) -> Person:
        self.martin.signs_in("Paul Martin")
        page = self.opens_message(self.martin, "photo jointe")
        expect(page.get_by_text("identité INS et traits concordants")).to_be_visible()
        self.martin.looks()
        page = self.signs_a_prescription()
        self.ordonnance = self.identifier(page)
        self.martin.looks()
        document = page.url
        page.get_by_role("link", name="Envoyer par messagerie sécurisée").click()
        self.adds_recipient(page, "inès", "Inès MOREAU")
        page.get_by_label(re.compile("^Message")).fill("Voici l'ordonnance pour Irène.")
        self.sends(page)
        self.sees_road(page, "remis")
        page.goto(document)
        self.publishes(page)
        return self.martin

    def forward(self) -> Person:
        page = self.opens_message(self.ines, "Voici l'ordonnance")
        page = self.opens_record(self.ines)
        page.get_by_role("link", name="Documents").first.click()
        page.get_by_role("link", name=re.compile("Ordonnance")).last.click()
        assert self.identifier(page) == self.ordonnance, "the prescription received is not the one that was signed"
        self.ines.looks()
        page.get_by_role("link", name="Envoyer par messagerie sécurisée").click()
        self.adds_recipient(page, "pharmacie", "Pharmacie du Mail")
        page.get_by_label(re.compile("^Message")).fill("Bonjour, ordonnance pour Irène Dupont, à livrer à domicile.")
        page.get_by_label(re.compile("^À faire avant le")).fill((date.today() + timedelta(days=2)).isoformat())
        self.sends(page)
        self.sees_road(page, "remis")
        return self.ines

    def deliver(self) -> Person:
        self.petit.signs_in("Claire Petit")
        page = self.opens_message(self.petit, "à livrer à domicile")
        expect(page.get_by_text("À faire avant le").first).to_be_visible()
        thread = page.url
        page = self.opens_record(self.petit)
        page.get_by_role("link", name=re.compile("DMP|Mon espace santé")).first.click()
        self.finds_in_dmp(page)
        self.petit.looks()
        page.goto(thread)
        self.replies(page, "Bien reçu. Livraison chez Irène demain avant midi.")
        self.opens_message(self.ines, "Livraison chez Irène")
        return self.petit

    def doors(self) -> list[str]:
        """Addresses that the four have opened: the record, its panels, a document, a conversation, a photo."""
        return sorted(self.visited)

    # --- gestures that come back --------------------------------------------------------------------------------

    def signs_a_prescription(self) -> Page:
        """Dr Martin writes a prescription in Irène's record and signs it."""
        page = self.opens_record(self.martin)
        page.get_by_role("link", name="Documents").first.click()
        page.get_by_role("link", name="Ordonnance").first.click()
        page.get_by_label(re.compile("^Prescription")).first.fill("Pansement hydrocolloïde 10 × 10 cm, boîte de 10")
        page.get_by_label(re.compile("^Posologie")).first.fill("Un pansement tous les trois jours, au talon droit")
        page.get_by_label(re.compile("^Durée")).first.fill("1 mois")
        page.get_by_role("button", name="Relire avant de signer").click()
        page.get_by_role("button", name="Valider et signer").first.click()
        page.locator("dialog[open]").get_by_role("button", name="Valider et signer").click()
        return page

    def opens_record(self, person: Person) -> Page:
        page = person.goes("/personnes/")
        page.get_by_role("link", name=re.compile("DUPONT")).first.click()
        return page

    def opens_message(self, person: Person, words: str) -> Page:
        """Wait for a message to come into the mailbox, then open its conversation."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            page = person.goes("/messages/?vue=recus")
            rows = page.locator(".al-thread")
            for index in range(rows.count()):
                rows.nth(index).locator("a").first.click()
                if page.get_by_text(words).count():
                    return page
                page.go_back()
            page.wait_for_timeout(700)
        raise AssertionError(f"{person.name} never received « {words} »")

    def adds_recipient(self, page: Page, typed: str, label: str) -> None:
        page.get_by_role("combobox", name="Ajouter un destinataire").fill(typed)
        page.get_by_role("option", name=re.compile(label)).first.click()

    def sends(self, page: Page) -> None:
        page.get_by_role("button", name="Relire avant d'envoyer").click()
        page.get_by_role("button", name="Envoyer", exact=True).click()
        expect(page.get_by_text("confié à la messagerie sécurisée")).to_be_visible()

    def replies(self, page: Page, text: str) -> None:
        page.get_by_role("button", name="Répondre").click()
        page.get_by_label(re.compile("^Message")).fill(text)
        self.sends(page)
        self.sees_road(page, "remis")

    def sees_road(self, page: Page, station: str) -> None:
        """The road of what was just sent reaches a station, on the sender's screen."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            page.wait_for_timeout(500)
            page.reload()
            if re.search(rf"\b{station}|\blu\b", page.locator("#conversation .al-bubble").last.inner_text()):
                return
        shown = page.locator("#conversation .al-bubble").last.inner_text()
        raise AssertionError(f"the message never became « {station} »: {shown} / {self.instance.tail(1500)}")

    def identifier(self, page: Page) -> str:
        found = IDENTIFIER.search(page.locator("body").inner_text())
        assert found, "this page shows no document identifier"
        return found[1]

    def publishes(self, page: Page) -> None:
        """From the document: inform the person, deposit, and see it accepted by the DMP."""
        page.get_by_role("link", name=re.compile("DMP")).last.click()
        page.get_by_role("button", name="Noter qu’elle est informée").click()
        self.martin.looks()
        page.get_by_role("button", name="Déposer au DMP").click()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            page.wait_for_timeout(700)
            page.reload()
            if (
                page.locator("#chemins").get_by_text(re.compile("DMP|Mon espace santé")).count()
                and page.locator("#chemins").get_by_text(re.compile("accepté|intégré|remis")).count()
            ):
                return
        raise AssertionError("the DMP never accepted the prescription")

    def finds_in_dmp(self, page: Page) -> None:
        """Agreement to read, consultation, and the very same prescription."""
        if page.get_by_role("button", name="Noter son accord").count():
            page.get_by_role("button", name="Noter son accord").click()
        page.get_by_role("button", name="Consulter le DMP").click()
        if page.get_by_role("button", name="Déclarer mon autorisation").count():
            page.get_by_label(re.compile("La personne accepte que je consulte")).check()
            page.get_by_role("button", name="Déclarer mon autorisation").click()
            page.get_by_role("button", name="Consulter le DMP").click()
        line = (
            page.locator("#dmp-list [data-row], #dmp-list .al-doc")
            .filter(has_text=re.compile("rdonnance|rescription"))
            .first
        )
        if line.get_by_role("button", name=re.compile("Lire")).count():
            line.get_by_role("button", name=re.compile("Lire")).click()
        else:
            line.get_by_role("link").first.click()
        assert self.identifier(page) == self.ordonnance, "the prescription of the DMP is not the one received by mail"
