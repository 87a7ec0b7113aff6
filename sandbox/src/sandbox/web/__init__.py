"""HTTP ground of the sandbox: servers, TLS, routing, pages."""

from sandbox.web.obey import obey
from sandbox.web.pages import render
from sandbox.web.peer import Peer, peer_of
from sandbox.web.routes import Routes
from sandbox.web.server import Hangup, HttpServer
from sandbox.web.tls import Tls

__all__ = ["Hangup", "HttpServer", "Peer", "Routes", "Tls", "obey", "peer_of", "render"]
