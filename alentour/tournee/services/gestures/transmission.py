"""A transmission or a quick note written beside the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.care import services as care
from alentour.care.enums import Category
from alentour.care.models import Transmission
from alentour.identity.models import Usager
from alentour.tournee.gesture import Sent, text_of

LABELS = {"target": "Cible", "data": "Donnée", "action": "Action", "result": "Résultat"}


def kind_of(content: Any) -> DataClass:
    return Category(content["category"]).kind


def write(*, sent: Sent, usager: Usager, by: Post, done_at: datetime, told: str, sure: bool) -> Transmission:
    said = {name: text_of(sent.content, name) for name in LABELS}
    if told and said["data"]:
        said["data"] = f"Rapporté par {told} : {said['data']}"
    return care.write(
        usager=usager,
        by=by,
        category=Category(sent.content["category"]),
        priority=sent.content.get("priority") is True,
        done_at=done_at,
        key=sent.key,
        data=said["data"],
        target=said["target"],
        action=said["action"],
        result=said["result"],
    )


def words(content: Any) -> list[list[str]]:
    lines = [["Catégorie", Category(content["category"]).label.capitalize()]]
    lines += [[label, text] for name, label in LABELS.items() if (text := text_of(content, name))]
    return [*lines, ["Priorité", "à lire en premier"]] if content.get("priority") is True else lines
