"""The operator killed without warning while messages are being sent: nothing lost, nothing doubled, no notice doubled."""

from __future__ import annotations

import json
import random
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .conftest import INES, ISSUER, MARTIN, World, letter

ROUNDS = 3
CONNECTION_LOST = (smtplib.SMTPException, OSError)


@contextmanager
def operator(world: World, keys: Path) -> Iterator[subprocess.Popen[str]]:
    """The operator of `world`, in a process of its own."""
    script = Path(__file__).with_name("operator_process.py")
    settings = world.context.settings
    arguments = [sys.executable, str(script), str(settings.data), str(settings.port), str(keys), ISSUER]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def send(world: World, waiting: list[int], acknowledged: set[int]) -> None:
    """Send what was not acknowledged, then new messages, until the connection breaks."""
    with world.smtp("ines", INES) as client:
        client.ehlo()
        while True:
            if not waiting:
                waiting.append(len(acknowledged))
            content = letter(text=f"Message {waiting[0]}", message_id=f"<{waiting[0]}@a.test>")
            client.sendmail(INES, [MARTIN], content, rcpt_options=["NOTIFY=SUCCESS"])
            acknowledged.add(waiting.pop(0))


def test_kill_between_data_and_answer_in_a_loop(world: World, tmp_path: Path) -> None:
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps(world.identities.keys()))
    world.service.stop()
    waiting: list[int] = []
    acknowledged: set[int] = set()
    chance = random.Random(20261123)
    for _ in range(ROUNDS):
        with operator(world, keys) as process:
            doom = threading.Timer(chance.uniform(0.25, 0.55), process.kill)
            doom.start()
            try:
                send(world, waiting, acknowledged)
            except CONNECTION_LOST:
                doom.join()
    sent_for_sure = len(acknowledged)
    assert sent_for_sure > ROUNDS
    world.service.start()
    with world.smtp("ines", INES) as client:
        for number in waiting:
            client.sendmail(INES, [MARTIN], letter(text=f"Message {number}", message_id=f"<{number}@a.test>"))
    received = [content.rpartition(b"Message ")[2].strip() for content in world.inbox("martin", MARTIN)]
    assert sorted(map(int, received)) == list(range(sent_for_sure + len(waiting)))
    assert len(world.inbox("ines", INES)) in (sent_for_sure, sent_for_sure + len(waiting))
