"""The pages of Pro Santé Connect: choose who you are, approve on the phone, goodbye."""

from __future__ import annotations

import unicodedata
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from sandbox.cast import Professional
from sandbox.psc import rules
from sandbox.psc.authorize import Demand, check, demand, is_local
from sandbox.psc.desk import Desk
from sandbox.psc.refusal import Refusal
from sandbox.psc.store import Session
from sandbox.web import Routes, render

COOKIE = "bas_psc_session"


class LoginPages:
    """Everything a browser opens under `/psc`."""

    def __init__(self, desk: Desk, logout_path: str) -> None:
        self._desk = desk
        self.routes = routes = Routes(pages=True)
        routes.add("/psc/auth", self._ask)
        routes.add("/psc/auth", self._choose, methods=["POST"])
        routes.add("/psc/telephone", self._phone)
        routes.add("/psc/telephone", self._settle, methods=["POST"])
        routes.add(logout_path, self._logout)

    def _ask(self, request: Request) -> Response:
        try:
            asked = demand(request.args)
        except Refusal as refusal:
            return self._stop_here(request, refusal)
        try:
            check(asked)
            self._desk.suffer("auth")
            return self._answer(request, asked)
        except Refusal as refusal:
            return self._send_back(request, asked, refusal)

    def _answer(self, request: Request, asked: Demand) -> Response:
        session = self._desk.store.session(request.cookies.get(COOKIE, ""), self._desk.now())
        if session and asked["prompt"] != "login":
            return self._grant(request, asked, session)
        if asked["prompt"] == "none":
            raise Refusal("login_required", rules.LOGIN_REQUIRED)
        return self._page(request, asked)

    def _page(self, request: Request, asked: Demand) -> Response:
        text = request.args.get("q", "")
        people = [person for person in self._people() if _matches(person, text)]
        houses: dict[str, list[Professional]] = {}
        for person, house in people:
            houses.setdefault(house, []).append(person)
        return render("psc/templates/login.html", asked=asked, houses=houses, text=text)

    def _people(self) -> list[tuple[Professional, str]]:
        cast = self._desk.context.cast
        return [(person, cast.structure_of(person).name) for person in cast.professionals.values()]

    def _choose(self, request: Request) -> Response:
        try:
            asked = demand(request.form)
        except Refusal as refusal:
            return self._stop_here(request, refusal)
        person = self._desk.context.cast.professionals.get(request.form.get("who", ""))
        try:
            check(asked)
            if person is None:
                raise Refusal("access_denied", rules.DENIED)
            self._desk.suffer("auth", person.idnps)
        except Refusal as refusal:
            return self._send_back(request, asked, refusal)
        session = self._desk.store.open_session(person.idnps, self._desk.now())
        return self._grant(request, asked, session)

    def _grant(self, request: Request, asked: Demand, session: Session) -> Response:
        code = self._desk.store.new_code(
            session, asked["client_id"], asked.redirect_uri, asked["code_challenge"], asked["nonce"], self._desk.now()
        )
        response = redirect(asked.back(code=code, session_state=session.id), 302, Response=Response)
        response.set_cookie(COOKIE, session.id, path="/psc", httponly=True, samesite="Lax")
        self._desk.note(request, response, "auth", session.idnps, {"Retour": asked.redirect_uri})
        return response

    def _send_back(self, request: Request, asked: Demand, refusal: Refusal) -> Response:
        answer = asked.back(error=refusal.error, error_description=refusal.sentence)
        response = redirect(answer, 302, Response=Response)
        self._desk.note(request, response, "auth", "", {"Erreur": refusal.error}, refusal.rule)
        return response

    def _stop_here(self, request: Request, refusal: Refusal) -> Response:
        response = render("psc/templates/refused.html", status=400, refusal=refusal)
        self._desk.note(request, response, "auth", "", {"Erreur": refusal.error}, refusal.rule)
        return response

    def _phone(self, request: Request) -> Response:
        cast = self._desk.context.cast
        rows = self._desk.store.approvals_pending(self._desk.now())
        waiting: list[tuple[Any, str]] = []
        for row in rows:
            person = cast.by_idnps(row["idnps"])
            waiting.append((row, person.name if person else row["idnps"]))
        return render("psc/templates/phone.html", waiting=waiting)

    def _settle(self, request: Request) -> Response:
        state = "approved" if request.form.get("verdict") == "approuver" else "denied"
        row = self._desk.store.approval(request.form.get("id", ""))
        if row is not None and row["state"] == "pending":
            self._desk.store.settle_approval(row["id"], state)
            rule = None if state == "approved" else rules.CIBA_DENIED
            response = redirect("/psc/telephone", 303, Response=Response)
            self._desk.note(request, response, "ciba", row["idnps"], {"Sur le téléphone": state}, rule)
        return redirect("/psc/telephone", 303, Response=Response)

    def _logout(self, request: Request) -> Response:
        claims = self._desk.tokens.read(request.args.get("id_token_hint", "")) or {}
        for number in {claims.get("sid"), request.cookies.get(COOKIE)} - {None}:
            self._desk.store.close_session(str(number))
        target = request.args.get("post_logout_redirect_uri", "")
        if is_local(target):
            state = request.args.get("state")
            response = redirect(target + (f"?state={state}" if state else ""), 302, Response=Response)
        else:
            response = render("psc/templates/goodbye.html")
        response.delete_cookie(COOKIE, path="/psc")
        self._desk.note(request, response, "logout", str(claims.get("preferred_username", "")), {})
        return response


def _matches(person: tuple[Professional, str], text: str) -> bool:
    one, house = person
    haystack = _plain(f"{one.name} {one.metier} {house} {one.scene} {one.rpps}")
    return all(word in haystack for word in _plain(text).split())


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
