"""``./run screenshots``: remakes the pictures of the README and of the guide, from a journey really played."""

from __future__ import annotations

import sys

from e2e.browser import open_browser, seat
from e2e.instance import ROOT, Instance
from e2e.journey import play
from e2e.p01 import P01

FOLDER = ROOT / "docs" / "images"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Instance() as instance, open_browser() as browser:
        journey = P01(browser, instance)
        welcome = seat(browser, instance.url, "welcome")
        welcome.goes("/")
        welcome.page.screenshot(path=FOLDER / "accueil.png")
        play(journey)
        journey.ines.goes("/")
        journey.ines.page.screenshot(path=FOLDER / "journee.png")
        page = journey.opens_message(journey.ines, "hydrocolloïde")
        page.screenshot(path=FOLDER / "conversation.png")
        journey.opens_record(journey.ines)
        journey.ines.page.screenshot(path=FOLDER / "dossier.png")
        phone = journey.aicha.goes("/messages/photo/")
        phone.get_by_role("link", name="DUPONT").click()
        phone.screenshot(path=FOLDER / "photo.png")
        console = seat(browser, instance.sandbox_url, "console")
        console.page.goto(instance.sandbox_url + "/console?service=dmp")
        console.page.locator("a", has_text="TD2.1").first.click()
        console.page.screenshot(path=FOLDER / "console.png")
    sys.stdout.write(f"Images refaites dans {FOLDER.relative_to(ROOT)}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
