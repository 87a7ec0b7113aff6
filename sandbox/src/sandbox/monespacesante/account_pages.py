"""The door of the portal and the account: who opens, who acted, whether the mail is open."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from sandbox.monespacesante.people import Person
from sandbox.monespacesante.portal import COOKIE, Portal, members_only, to
from sandbox.web import Routes, render


class AccountPages:
    """`/mes`, `/mes/compte`."""

    def __init__(self, portal: Portal, routes: Routes) -> None:
        self._portal = portal
        routes.add("/mes", self._door)
        routes.add("/mes", self._enter, methods=["POST"])
        routes.add("/mes/quitter", self._leave, methods=["POST"])
        routes.add("/mes/compte", members_only(portal, self._account))
        routes.add("/mes/compte", members_only(portal, self._switch), methods=["POST"])

    def _door(self, request: Request) -> Response:
        if self._portal.person(request):
            return to("/mes/messages")
        return render("monespacesante/templates/door.html", people=self._portal.people.all())

    def _enter(self, request: Request) -> Response:
        person = self._portal.people.get(request.form.get("who", ""))
        if person is None:
            return to("/mes")
        response = to("/mes/messages")
        number = self._portal.sessions.open(person.key)
        response.set_cookie(COOKIE, number, path="/mes", httponly=True, samesite="Lax")
        return response

    def _leave(self, request: Request) -> Response:
        self._portal.sessions.close(request.cookies.get(COOKIE, ""))
        response = to("/mes")
        response.delete_cookie(COOKIE, path="/mes")
        return response

    def _account(self, request: Request, person: Person) -> Response:
        return self._portal.show(
            person,
            "account.html",
            here="compte",
            address=self._portal.address(person).mailbox,
            open=self._portal.mailroom.mail.state(person.matricule) == "open",
            contacts=self._portal.mailroom.mail.contacts(person.matricule),
            acts=self._portal.sessions.acts(person.matricule),
        )

    def _switch(self, request: Request, person: Person) -> Response:
        wanted = request.form.get("messagerie", "")
        if wanted in ("ouvrir", "fermer"):
            self._portal.mailroom.mail.set_state(person.matricule, "open" if wanted == "ouvrir" else "closed")
            done = "a ouvert la messagerie" if wanted == "ouvrir" else "a fermé la messagerie"
            self._portal.sessions.note(person.matricule, person.name, done)
        return to("/mes/compte")
