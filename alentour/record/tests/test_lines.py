"""Lines of the record: written once, corrected without erasing, ended with a reason, closed to who does not read them."""

from __future__ import annotations

import html
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alentour.accounts import rights
from alentour.accounts.enums import Act, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, open_post
from alentour.audit.models import TraceEvent
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import models, selectors, services
from alentour.record.enums import AlertKind, EndKind, HabitTheme, ProblemKind
from alentour.record.kinds import KINDS

pytestmark = pytest.mark.django_db
Login = Callable[[Client, Post], Client]
PAGES = ("synthesis", "stay", "health", "habits", "rights", "entourage", "consents")
# what each kind needs to be written
SAID: dict[str, dict[str, str]] = {
    "allergie": {"label": "Pénicilline", "reaction": "urticaire", "severity": "grave", "certainty": "confirmee"},
    "alerte": {"kind": "risque", "topic": "chute", "label": "la nuit"},
    "antecedent": {"kind": "actif", "label": "Insuffisance cardiaque", "code": "I50.0", "since": "2019"},
    "vaccin": {"vaccine": "Grippe", "done_on": "10/2025"},
    "aide": {"kind": "lunettes", "label": "de loin"},
    "directives": {"state": "existent", "kept_where": "au coffre", "content": "Pas d'acharnement."},
    "habitude": {"theme": "repas", "text": "Mixé lisse, déteste les épinards."},
    "information": {"object": "livret", "told_to": "personne", "means": "oral", "told_on": "2026-01-05"},
    "protection": {"kind": "curatelle_renforcee", "holder": "UDAF 35", "on_goods": "on", "review_on": "2027-01-05"},
    "situation": {"family_situation": "veuf", "languages": "breton, français", "profession": "institutrice"},
    "adresse": {"kind": "domicile", "line": "3 rue des Genêts", "city": "Rennes"},
    "couverture": {"kind": "amo", "organism": "CPAM 35", "insured_nir": "2 38 03 35 238 001 88"},
    "droit": {"kind": "apa", "status": "accorde", "authority": "departement", "quota": "12", "quota_unit": "heure", "per": "mo"},
    "ressource": {"kind": "retraite", "amount": "1234.50", "per": "mo", "organism": "CARSAT"},
}  # fmt: skip
SHOWN = {
    "allergie": "urticaire", "alerte": "Risque de chute : la nuit", "antecedent": "CIM-10 I50.0", "vaccin": "10/2025", "aide": "de loin",
    "directives": "au coffre", "habitude": "épinards", "information": "Le livret d'accueil", "protection": "UDAF 35",
    "situation": "institutrice", "adresse": "3 rue des Genêts", "couverture": "CPAM 35", "droit": "12 heures par mois",
    "ressource": "1234,5 €",
}  # fmt: skip


# the field that the correction changes
CHANGED = {
    "allergie": "reaction", "alerte": "label", "antecedent": "note", "habitude": "text", "vaccin": "dose", "aide": "note",
    "directives": "wishes", "adresse": "recipient", "couverture": "contract", "information": "note", "protection": "note",
}  # fmt: skip


def address(name: str, usager: Usager, *more: object) -> str:
    return reverse(f"record:{name}", args=[usager.id, *more])


def text(response: object) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ")  # type: ignore[attr-defined]


def form(slug: str, **more: str) -> dict[str, str]:
    return {"key": str(uuid.uuid4()), **SAID[slug], **more}


@pytest.fixture
def seated(ssiad: Structure, irene: Usager) -> Callable[[Metier], Post]:
    """Any métier, in the team of Irène."""

    def seat(metier: Metier) -> Post:
        person = create_professional(family_name=metier.value, given_name="Camille", username=f"camille-{metier}")
        post = open_post(professional=person, structure=ssiad, metier=metier, profession_code="331")
        services.add_to_team(usager=irene, post=post, by=None)
        return post

    return seat


def test_every_kind_can_be_said_here() -> None:
    assert set(SAID) | {"decision"} == set(KINDS)


@pytest.mark.parametrize("slug", SAID)
def test_a_line_is_written_shown_corrected_and_ended(
    client: Client, login: Login, seated: Callable[[Metier], Post], irene: Usager, slug: str
) -> None:
    kind = KINDS[slug]
    writers = [metier for metier in Metier if _opens(metier, kind.writers) and _reads(metier, kind.read)]
    post = seated(Metier.ASSISTANT_SOCIAL if Metier.ASSISTANT_SOCIAL in writers else writers[0])
    login(client, post)
    assert client.post(address("line-new", irene, slug), form(slug)).status_code == 302
    line = selectors.standing(kind.model, irene).get()
    assert SHOWN[slug] in text(client.get(reverse(kind.page, args=[irene.id])))
    note = CHANGED.get(slug, "comment")
    changed = client.post(
        address("line", irene, slug, line.pk), form(slug, **{note: "autrement", "base": str(line.pk)})
    )
    assert changed.status_code == 302
    second = selectors.standing(kind.model, irene).get()
    assert (second.version, second.root) == (2, line.pk)
    assert "autrement" in text(client.get(address("line-history", irene, slug, second.pk)))
    client.post(address("line-end", irene, slug, second.pk), {"end": "erreur", "reason": "autre personne"})
    second.refresh_from_db()
    assert (second.end_kind, second.end_reason, second.ended_by) == (EndKind.ERREUR, "autre personne", post)
    assert not selectors.standing(kind.model, irene).exists()
    assert TraceEvent.objects.filter(action__startswith="record.", usager_id=irene.id).count() == 3


def _opens(metier: Metier, kinds: tuple[object, ...]) -> bool:
    return any(Act.WRITE in rights.table()[metier].acts[kind] for kind in kinds)  # type: ignore[index]


def _reads(metier: Metier, kind: object) -> bool:
    return Act.READ in rights.table()[metier].acts[kind]  # type: ignore[index]


@pytest.mark.parametrize("slug", KINDS)
@pytest.mark.parametrize("metier", [one for one in Metier if one not in {Metier.ADMIN, Metier.DPO}])
def test_the_table_of_rights_decides_of_every_form(
    client: Client, login: Login, seated: Callable[[Metier], Post], irene: Usager, metier: Metier, slug: str
) -> None:
    response = login(client, seated(metier)).get(address("line-new", irene, slug))
    assert response.status_code == (200 if _opens(metier, KINDS[slug].writers) else 403)


@pytest.mark.parametrize("name", ["health", "habits"])
@pytest.mark.parametrize("metier", [one for one in Metier if one not in {Metier.ADMIN, Metier.DPO}])
def test_the_table_of_rights_decides_of_every_volume(
    client: Client, login: Login, seated: Callable[[Metier], Post], irene: Usager, metier: Metier, name: str
) -> None:
    kind = KINDS["allergie" if name == "health" else "habitude"].read
    response = login(client, seated(metier)).get(address(name, irene))
    assert response.status_code == (200 if _reads(metier, kind) else 403)


def test_karim_finds_no_form_nor_history(client: Client, login: Login, karim: Post, ines: Post, irene: Usager) -> None:
    line = services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Latex")
    login(client, karim)
    for name, more in (("line-new", ()), ("line", (line.pk,)), ("line-history", (line.pk,)), ("line-end", (line.pk,))):
        assert client.post(address(name, irene, "allergie", *more), form("allergie")).status_code in {404, 405}
    assert selectors.alerts_of(irene).get() == line


def test_the_same_form_sent_twice_writes_once(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    sent = form("antecedent")
    login(client, ines)
    for _ in range(2):
        client.post(address("line-new", irene, "antecedent"), sent)
    assert selectors.problems_of(irene).count() == 1


def test_two_people_correct_the_same_habit_and_both_are_shown(
    client: Client, login: Login, aicha: Post, seated: Callable[[Metier], Post], irene: Usager
) -> None:
    habit = services.write(models.Habit, usager=irene, by=aicha, theme=HabitTheme.REPAS, text="Mixé.")
    services.correct(habit, by=seated(Metier.EDUCATEUR), text="Mixé, et chocolat au goûter.")
    sent = form("habitude", text="Mixé, eau gélifiée.", base=str(habit.pk))
    login(client, aicha)
    answer = client.post(address("line", irene, "habitude", habit.pk), sent)
    assert answer.status_code == 422
    page = text(answer)
    assert "chocolat au goûter" in page
    assert "eau gélifiée" in page
    current = selectors.habits_of(irene)[0]
    assert current.text == "Mixé, et chocolat au goûter."
    again = form("habitude", text="Mixé, eau gélifiée, chocolat au goûter.", base=str(current.pk))
    client.post(address("line", irene, "habitude", current.pk), again)
    texts = [one.text for one in selectors.history_of(selectors.habits_of(irene)[0])]
    assert texts == ["Mixé, eau gélifiée, chocolat au goûter.", "Mixé, et chocolat au goûter.", "Mixé."]


def test_two_people_write_the_same_theme_first(client: Client, login: Login, aicha: Post, irene: Usager) -> None:
    services.write(models.Habit, usager=irene, by=None, theme=HabitTheme.REPAS, text="Petites portions.")
    answer = login(client, aicha).post(address("line-new", irene, "habitude"), form("habitude"))
    assert answer.status_code == 422
    assert "Petites portions." in text(answer)
    assert "épinards" in text(answer)
    assert selectors.habits_of(irene)[0].text == "Petites portions."


def test_a_correction_that_changes_nothing_writes_nothing(aicha: Post, irene: Usager) -> None:
    habit = services.write(models.Habit, usager=irene, by=aicha, theme=HabitTheme.REPAS, text="Mixé.")
    assert services.correct(habit, by=aicha, text="Mixé.").pk == habit.pk


def test_none_known_is_not_the_same_as_never_asked(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    login(client, ines)
    assert "Allergies non renseignées" in text(client.get(address("synthesis", irene)))
    client.post(address("no-allergy", irene))
    page = text(client.get(address("synthesis", irene)))
    assert "Aucune allergie connue" in page
    assert "non renseignées" not in page
    assert "Inès MOREAU" in page
    known = selectors.allergies_of(irene)
    assert known.none_known is not None
    assert known.none_known.since == timezone.localdate()


def test_an_allergy_ends_the_statement_and_forbids_it(ines: Post, irene: Usager) -> None:
    first = services.state_no_allergy(usager=irene, by=ines)
    assert services.state_no_allergy(usager=irene, by=ines).pk == first.pk
    services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Latex")
    known = selectors.allergies_of(irene)
    assert (known.none_known, [one.label for one in known.allergies]) == (None, ["Latex"])
    with pytest.raises(Refused, match="Une allergie est inscrite"):
        services.state_no_allergy(usager=irene, by=ines)


@pytest.mark.parametrize(
    ("slug", "wrong", "said"),
    [
        ("antecedent", {"since": "2999"}, "Vérifiez cette date"),
        ("antecedent", {"since": "31/02/2020"}, "n'existe pas au calendrier"),
        ("antecedent", {"since": "2020", "until": "2019"}, "ne peut pas précéder"),
        ("antecedent", {"code": "<script>"}, "Un code CIM-10"),
        ("antecedent", {"label": "x" * 1_000_000}, "200"),
        ("vaccin", {"done_on": "demain"}, "Écrivez 12/03/2012"),
        ("information", {"told_on": "2999-01-01"}, "n'est pas encore arrivée"),
        ("information", {"told_to": "parent"}, "Écrivez le nom"),
        ("alerte", {"topic": "", "label": ""}, "Écrivez en clair"),
        ("allergie", {"key": "pas une clé"}, "enregistrez à nouveau"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(
    client: Client, login: Login, nadia: Post, irene: Usager, slug: str, wrong: dict[str, str], said: str
) -> None:
    answer = login(client, nadia).post(address("line-new", irene, slug), form(slug, **wrong))
    assert answer.status_code == 422
    assert said in text(answer)
    kept = next(value for name, value in wrong.items())
    assert html.escape(kept) in answer.content.decode() or slug == "allergie" or not kept
    assert not selectors.standing(KINDS[slug].model, irene).exists()


@pytest.mark.parametrize(
    ("slug", "wrong", "said"),
    [
        ("couverture", {"insured_nir": "238033523800189"}, "La clé ne correspond pas"),
        ("couverture", {"insured_nir": "12"}, "quinze caractères"),
        ("droit", {"rate": "101"}, "100"),
        ("droit", {"quota_unit": ""}, "Précisez l'unité"),
        ("droit", {"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, "ne peut pas précéder"),
        ("protection", {"holder": ""}, "Indiquez qui exerce"),
        ("ressource", {"amount": "-3"}, "0"),
    ],
)
def test_nor_what_the_social_worker_types(
    client: Client,
    login: Login,
    seated: Callable[[Metier], Post],
    irene: Usager,
    slug: str,
    wrong: dict[str, str],
    said: str,
) -> None:
    answer = login(client, seated(Metier.ASSISTANT_SOCIAL)).post(address("line-new", irene, slug), form(slug, **wrong))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not selectors.standing(KINDS[slug].model, irene).exists()


def test_a_line_of_another_person_or_of_another_form_does_not_exist(
    client: Client, login: Login, ines: Post, irene: Usager, marcel: Usager
) -> None:
    line = services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Latex")
    login(client, ines)
    assert client.get(address("line", marcel, "allergie", line.pk)).status_code == 404
    assert client.get(address("line", irene, "alerte", line.pk)).status_code == 404
    assert client.get(address("line-new", irene, "inconnu")).status_code == 404


def test_amounts_and_numbers_are_for_those_who_need_them(
    client: Client, login: Login, seated: Callable[[Metier], Post], sophie: Post, ines: Post, irene: Usager
) -> None:
    social = seated(Metier.ASSISTANT_SOCIAL)
    login(client, social)
    for slug in ("ressource", "couverture"):
        client.post(address("line-new", irene, slug), form(slug))
    page = address("rights", irene)
    assert "1234,5 €" in text(client.get(page))
    secretary = text(login(client, sophie).get(page))
    assert "CARSAT" in secretary
    assert "1234" not in secretary
    assert "2 38 03 35 238 001 88" in secretary
    nurse = text(login(client, ines).get(page))
    assert "CPAM 35" in nurse
    assert "2 38 03 35 238 001 88" not in nurse
    assert "CARSAT" not in nurse


def test_a_sealed_text_is_not_in_the_base_in_clear(ines: Post, irene: Usager) -> None:
    services.write(models.Problem, usager=irene, by=ines, kind=ProblemKind.ACTIF, label="Insuffisance cardiaque")
    with connection.cursor() as cursor:
        cursor.execute("SELECT label FROM record_problem")
        (stored,) = cursor.fetchone()
    assert b"cardiaque" not in bytes(stored)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_however_long_the_record(
    client: Client, login: Login, seated: Callable[[Metier], Post], ines: Post, irene: Usager, name: str
) -> None:
    post = ines if name in {"health", "synthesis"} else seated(Metier.ASSISTANT_SOCIAL)
    login(client, post)
    _fill(irene, ines, 1)
    few = _cost(client, address(name, irene))
    _fill(irene, ines, 8)
    assert _cost(client, address(name, irene)) == few


def _fill(usager: Usager, by: Post, times: int) -> None:
    for n in range(times):
        services.write(models.Problem, usager=usager, by=by, kind=ProblemKind.ACTIF, label=f"Problème {n}")
        services.write(models.Vaccination, usager=usager, by=by, vaccine="Grippe", done_on="2020")
        services.write(models.Device, usager=usager, by=by, kind="lunettes")
        services.write(models.Entitlement, usager=usager, by=by, kind="apa")
        services.write(models.Coverage, usager=usager, by=by, kind="amo", organism="CPAM")
        services.write(models.Resource, usager=usager, by=by, kind="retraite")
        services.write(models.Address, usager=usager, by=by, line="3 rue des Genêts")
        services.write(
            models.Information, usager=usager, by=by, object="livret", told_on=timezone.localdate(), means="oral"
        )
        services.protect(usager=usager, by=by, holder=f"UDAF {n}", kind="tutelle")
        services.raise_alert(usager=usager, by=by, kind=AlertKind.RISQUE, label=f"risque {n}")


def _cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_synthesis_of_the_record_takes_at_most_twelve_queries(ines: Post, irene: Usager) -> None:
    from alentour.record.presenters.synthesis import synthesis_of

    _fill(irene, ines, 3)
    with CaptureQueriesContext(connection) as seen:
        synthesis_of(irene, ines, whole=True)
    assert len(seen) <= 12


def test_the_paper_holds_what_the_ambulance_needs(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    _fill(irene, ines, 1)
    services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Pénicilline", reaction="œdème")
    page = text(login(client, ines).get(address("synthesis-print", irene)))
    for said in ("Irène DUPONT", "Pénicilline", "œdème", "Problème 0", "UDAF 0", "Inès MOREAU", "SSIAD Les Ajoncs"):
        assert said in page
    assert TraceEvent.objects.filter(action="usager.printed", usager_id=irene.id).exists()


def test_the_maitre_de_maison_knows_what_she_eats_and_nothing_more(
    client: Client, login: Login, seated: Callable[[Metier], Post], aicha: Post, irene: Usager
) -> None:
    services.write(models.Habit, usager=irene, by=aicha, theme=HabitTheme.REPAS, text="Mixé lisse.")
    services.write(models.Habit, usager=irene, by=aicha, theme=HabitTheme.CULTE, text="Messe le dimanche.")
    services.write(models.Habit, usager=irene, by=aicha, theme=HabitTheme.INQUIETE, text="Le noir.")
    page = text(login(client, seated(Metier.HOTELIER)).get(address("synthesis", irene)))
    assert "Mixé lisse." in page
    assert "Le noir." not in page
    assert client.get(address("habits", irene)).status_code == 403
