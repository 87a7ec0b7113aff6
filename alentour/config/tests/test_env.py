"""Settings: read from the environment, every mistake in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from alentour.config.connectors import read_connectors
from alentour.config.databases import read_databases
from alentour.config.env import ConfigurationError, Env


def test_all_mistakes_are_told_at_once() -> None:
    env = Env({"ALENTOUR_DMP_URL": "dmp.gouv.fr", "ALENTOUR_MSS_SMTP_PORT": "cinq", "ALENTOUR_DMP_TIMEOUT": "-3"})
    read_connectors(env)
    with pytest.raises(ConfigurationError) as error:
        env.check()
    assert [sentence.split(" :")[0] for sentence in error.value.sentences] == [
        "ALENTOUR_DMP_URL",
        "ALENTOUR_DMP_TIMEOUT",
        "ALENTOUR_MSS_SMTP_PORT",
    ]


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("s3cret\n")
    assert Env({"KEY_FILE": str(path)}).secret("KEY") == "s3cret"


def test_a_missing_secret_file_is_said() -> None:
    env = Env({"KEY_FILE": "/nowhere/at/all"})
    env.secret("KEY")
    assert "KEY_FILE" in env.mistakes[0]


def test_without_any_address_the_connectors_are_off_and_nothing_is_wrong() -> None:
    env = Env({})
    connectors = read_connectors(env)
    env.check()
    assert connectors.dmp.url == ""


def test_two_addresses_make_two_roles(tmp_path: Path) -> None:
    env = Env(
        {
            "ALENTOUR_DATABASE": "postgresql://app:p%40ss@db.local:6432/alentour?sslmode=verify-full&pooler=transaction",
            "ALENTOUR_DATABASE_OWNER": "postgresql://owner@/alentour?host=/run/postgresql",
        }
    )
    product, owner = read_databases(env, tmp_path)
    env.check()
    assert (product["USER"], product["PASSWORD"], product["HOST"], product["PORT"]) == (
        "app",
        "p@ss",
        "db.local",
        "6432",
    )
    assert product["OPTIONS"] == {"sslmode": "verify-full", "pool": False}
    assert product["DISABLE_SERVER_SIDE_CURSORS"]
    assert (owner["USER"], owner["HOST"]) == ("owner", "/run/postgresql")


def test_with_one_address_the_product_takes_a_role_that_owns_nothing(tmp_path: Path) -> None:
    product, owner = read_databases(Env({"ALENTOUR_DATABASE": "postgresql://me@db.local/alentour"}), tmp_path)
    assert product["OPTIONS"]["assume_role"] == "alentour_app"
    assert "assume_role" not in owner["OPTIONS"]


def test_without_address_it_is_sqlite(tmp_path: Path) -> None:
    product, owner = read_databases(Env({}), tmp_path)
    assert (product["NAME"], owner) == (tmp_path / "alentour.sqlite3", {})


@pytest.mark.parametrize("address", ["mysql://me@db.local/alentour", "postgresql://me@db.local/a?pooler=session"])
def test_an_address_that_cannot_be_used_is_said(tmp_path: Path, address: str) -> None:
    env = Env({"ALENTOUR_DATABASE": address})
    read_databases(env, tmp_path)
    with pytest.raises(ConfigurationError, match="ALENTOUR_DATABASE"):
        env.check()
