"""Settings: read from the environment, every mistake in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from alentour.config.connectors import read_connectors
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
