"""What the espace de confiance publishes is downloaded, or the copy held goes on serving."""

from __future__ import annotations

import httpx
import pytest
from esante.mssante import Unreachable, download

URL = "https://espacedeconfiance.test/listeblanchemssante.xml"


def asked(handler: object) -> bytes:
    return download(URL, httpx.Client(transport=httpx.MockTransport(handler)))  # type: ignore[arg-type]


def test_the_file_is_given_as_it_is() -> None:
    assert asked(lambda _: httpx.Response(200, content=b"<ListeBlanche/>")) == b"<ListeBlanche/>"


@pytest.mark.parametrize("status", [302, 404, 503])
def test_any_other_answer_is_no_file(status: int) -> None:
    with pytest.raises(Unreachable) as failure:
        asked(lambda _: httpx.Response(status))
    assert str(status) in failure.value.why


def test_silence_is_unreachable() -> None:
    def silent(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("slow")

    with pytest.raises(Unreachable, match="indisponible"):
        asked(silent)


def test_an_endless_file_is_cut() -> None:
    with pytest.raises(Unreachable) as failure:
        asked(lambda _: httpx.Response(200, content=(bytes(1024 * 1024) for _ in range(30))))
    assert "volumineux" in failure.value.why
