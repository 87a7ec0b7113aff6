"""Documents of a citizen: the list, one of them, its file."""

from __future__ import annotations

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from sandbox.monespacesante.downloads import download
from sandbox.monespacesante.people import Person
from sandbox.monespacesante.portal import Portal, members_only
from sandbox.monespacesante.shelf import Paper
from sandbox.web import Routes


class DocumentPages:
    """`/mes/documents…`."""

    def __init__(self, portal: Portal, routes: Routes) -> None:
        self._portal = portal
        routes.add("/mes/documents", members_only(portal, self._list))
        routes.add("/mes/documents/<key>", members_only(portal, self._read))
        routes.add("/mes/documents/<key>/fichier", members_only(portal, self._file))

    def _list(self, request: Request, person: Person) -> Response:
        papers = self._portal.shelf.papers(person.matricule)
        return self._portal.show(person, "documents.html", here="documents", papers=papers)

    def _read(self, request: Request, person: Person, key: str) -> Response:
        return self._portal.show(person, "document.html", here="documents", paper=self._find(person, key))

    def _file(self, request: Request, person: Person, key: str) -> Response:
        paper = self._find(person, key)
        if paper.file is None:
            raise NotFound("Ce document se lit à l'écran, il n'a pas de fichier.")
        return download(paper.title, paper.file.media_type, paper.file.data)

    def _find(self, person: Person, key: str) -> Paper:
        paper = self._portal.shelf.paper(person.matricule, key)
        if paper is None:
            raise NotFound("Ce document n'existe pas, ou n'est plus visible.")
        return paper
