"""What PostgreSQL itself refuses, whatever the product says, and the check that sees a hole (collected on PostgreSQL only)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.core import policies, rls
from alentour.core.models import StoredFile
from alentour.core.tests.conftest import keep, seen
from alentour.exchanges import services
from alentour.exchanges.enums import Service
from alentour.exchanges.models import Step
from alentour.exchanges.outcomes import Accepted

pytestmark = pytest.mark.usefixtures("django_db_setup")
AsOwner = Callable[[str], None]


def test_it_holds(db: None) -> None:
    assert policies.faults() == []
    policies.must_hold()
    call_command("check_rls")


def test_each_row_of_a_tenant_is_behind_it(db: None) -> None:
    guarded = policies.guards()
    assert {"identity_usager", "core_storedfile", "audit_traceevent", "accounts_post"} <= set(guarded)
    assert {"exchanges_step", "messaging_recipient", "messaging_thread_boxes"} <= set(guarded)
    assert "accounts_professional" not in guarded


def test_a_row_for_another_structure_is_refused(ssiad: Structure, saad: Structure) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), rls.within(ssiad.id), transaction.atomic():
        keep(saad, "a/stray")


def test_a_row_cannot_be_given_to_another_structure(files: None, ssiad: Structure, saad: Structure) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), rls.within(ssiad.id), transaction.atomic():
        StoredFile.objects.update(structure_id=saad.id)


def test_the_rows_of_another_structure_can_be_neither_changed_nor_erased(files: None, ssiad: Structure) -> None:
    with rls.within(ssiad.id):
        assert StoredFile.objects.filter(media_type="a/saad").update(size=2) == 0
        assert StoredFile.objects.filter(media_type="a/saad").delete()[0] == 0


def test_a_structure_that_is_unknown_sees_nothing(files: None) -> None:
    with rls.within(uuid.uuid4()):
        assert seen() == set()


def test_what_hangs_from_a_row_is_hidden_with_it(ines: Post, saad: Structure) -> None:
    exchange = services.journal(
        kind="test.kept", service=Service.DMP, label="Essai", structure=ines.structure, outcome=Accepted()
    )
    with rls.within(saad.id):
        assert not Step.objects.exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Step.objects.create(exchange=exchange, at=exchange.run_at, outcome="accepted")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_traceevent SET action = 'x'",
        "DELETE FROM audit_traceevent",
        "TRUNCATE audit_traceevent",
        "ALTER TABLE audit_traceevent DISABLE TRIGGER ALL",
        "ALTER TABLE identity_usager NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY alentour ON identity_usager",
        "SET ROLE alentour_owner",
    ],
)
def test_the_product_has_no_power_over_it(ines: Post, statement: str) -> None:
    assert TraceEvent.objects.exists()
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_role_of_the_product_is_neither_owner_nor_above_the_rules(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


HOLES = [
    ("DROP POLICY alentour ON {table}", "la règle n'est pas celle d'Alentour"),
    ("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", "pas actif et forcé"),
    ("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", "pas actif et forcé"),
    ("CREATE POLICY ajar ON {table} USING (true)", "la règle n'est pas celle d'Alentour"),
    ("ALTER POLICY alentour ON {table} USING (true)", "la règle n'est pas celle d'Alentour"),
    ("ALTER POLICY alentour ON {table} WITH CHECK (true)", "la règle n'est pas celle d'Alentour"),
]


@pytest.mark.parametrize(("damage", "sentence"), HOLES, ids=[damage.split(" {")[0] for damage, _ in HOLES])
@pytest.mark.parametrize("table", ["identity_usager", "exchanges_step"])
def test_a_hole_is_seen(by_the_owner: AsOwner, table: str, damage: str, sentence: str) -> None:
    by_the_owner(damage.format(table=table))
    assert [fault for fault in policies.faults() if table in fault and sentence in fault]
    with pytest.raises(CommandError, match=table):
        call_command("check_rls")
    with pytest.raises(policies.WallDown, match=table):
        policies.must_hold()


def test_a_right_to_change_the_trail_is_seen(by_the_owner: AsOwner) -> None:
    by_the_owner("GRANT UPDATE ON audit_traceevent TO alentour_app")
    assert policies.faults() == [
        "Le rôle alentour_app pourrait changer ou effacer les lignes de audit_traceevent (UPDATE)."
    ]


def test_the_owner_of_the_tables_is_not_let_in_as_the_product(by_the_owner: AsOwner) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert any("est propriétaire de tables" in fault for fault in policies.faults())


def test_the_next_migrate_guards_what_is_new_and_closes_the_holes(by_the_owner: AsOwner) -> None:
    by_the_owner("CREATE TABLE newcomer (id uuid PRIMARY KEY, structure_id uuid NOT NULL)")
    by_the_owner("CREATE TABLE hanging (id uuid PRIMARY KEY, newcomer_id uuid NOT NULL REFERENCES newcomer)")
    by_the_owner("DROP POLICY alentour ON identity_usager")
    assert len(policies.faults()) == 3
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        policies.apply()
        cursor.execute("SET LOCAL ROLE alentour_app")
    assert policies.faults() == []


def test_with_one_address_the_role_of_the_product_must_be_there(
    by_the_owner: AsOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An owner that may not make roles is told so, rather than let in."""
    options = settings.DATABASES["default"]["OPTIONS"]
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    for role in ("alentour_missing", "postgres"):
        monkeypatch.setitem(options, "assume_role", role)
        with pytest.raises(ImproperlyConfigured, match=role):
            policies.apply()
    monkeypatch.setitem(options, "assume_role", "alentour_app")
    policies.apply()


def test_an_empty_base_is_told_to_migrate(by_the_owner: AsOwner) -> None:
    by_the_owner(
        "CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO alentour_app; SET LOCAL search_path TO elsewhere"
    )
    assert policies.faults() == ["Aucune table : la base n'est pas à jour (./run manage migrate)."]
