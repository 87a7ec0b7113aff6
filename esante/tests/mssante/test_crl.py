"""The revocation list: the last good one serves, an expired one closes the door."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from esante.mssante import BadCrl, CrlStore

from .pki import DAY, Authority

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("pki"), "ca")


def test_a_valid_list_is_kept_until_its_next_update(authority: Authority, tmp_path: Path) -> None:
    store = CrlStore(tmp_path / "crl.pem")
    assert store.usable(NOW) is None
    assert store.keep(authority.crl(since=NOW), NOW) == NOW + DAY
    assert store.usable(NOW) == tmp_path / "crl.pem"
    assert store.usable(NOW + 2 * DAY) is None


def test_a_failed_download_leaves_the_held_list(authority: Authority, tmp_path: Path) -> None:
    store = CrlStore(tmp_path / "crl.pem")
    store.keep(authority.crl(since=NOW), NOW)
    for received in (b"", b"<html/>", b"-----BEGIN X509 CRL-----\n", authority.crl(since=NOW - 5 * DAY)):
        with pytest.raises(BadCrl):
            store.keep(received, NOW)
    assert store.usable(NOW) is not None


def test_an_older_list_does_not_replace_a_newer_one(authority: Authority, tmp_path: Path) -> None:
    store = CrlStore(tmp_path / "crl.pem")
    store.keep(authority.crl(since=NOW), NOW)
    held = store.path.read_bytes()
    store.keep(authority.crl(since=NOW - DAY / 2), NOW)
    assert store.path.read_bytes() == held
