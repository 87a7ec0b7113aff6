"""What each command of the command line does. All but `up` talk to a running sandbox through its HTTP API."""

from __future__ import annotations

import argparse
import signal
import sys

import httpx

from sandbox.config import PortTaken, Settings
from sandbox.runtime import Sandbox, erase


class Sorry(Exception):
    """The command could not be done; `str()` is a French sentence."""


def up(settings: Settings, options: argparse.Namespace) -> None:
    """Start everything and stay until SIGTERM or SIGINT."""
    sandbox = Sandbox(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sandbox.interrupt())
    try:
        sandbox.start()
    except PortTaken as error:
        raise Sorry(str(error)) from error
    _say(f"Bac à sable des services nationaux : {settings.url('front', '/')}")
    _say(f"Réglages du produit : {settings.data / 'alentour.env'}")
    sandbox.wait()
    _say("Arrêt du bac à sable.")
    sandbox.stop()


def status(settings: Settings, options: argparse.Namespace) -> int:
    """Print each service; the exit code is 1 when one of them is stopped."""
    services = _call(settings, "GET", "/api/status").json()["services"]
    for service in services:
        _say(f"{'répond ' if service['up'] else 'arrêté '} {service['name']:<10} {service['title']}")
    return 0 if all(service["up"] for service in services) else 1


def reset(settings: Settings, options: argparse.Namespace) -> None:
    """Reset one or all services of a running sandbox, or erase the files of a stopped one."""
    if options.all:
        if (settings.data / "ready").exists():
            raise Sorry("Le bac à sable tourne : arrêtez-le avant de tout effacer.")
        erase(settings)
    else:
        _call(settings, "POST", "/api/reset", {"service": options.service})
    _say("Remis dans l'état d'origine.")


def faults(settings: Settings, options: argparse.Namespace) -> None:
    """List, add or clear scripted faults."""
    if options.action == "clear":
        _call(settings, "DELETE", f"/api/faults/{options.id}" if options.id else "/api/faults")
    elif options.action == "add":
        names = ("service", "operation", "subject", "kind", "code", "label", "seconds")
        asked = {name: getattr(options, name) for name in names} | {"remaining": options.times}
        _call(settings, "POST", "/api/faults", asked)
    for fault in _call(settings, "GET", "/api/faults").json()["faults"]:
        left = "sans limite" if fault["remaining"] is None else f"encore {fault['remaining']} fois"
        about = " ".join(fault[name] for name in ("service", "operation", "subject", "kind", "code"))
        _say(f"{fault['id']:>4}  {about} ({left})")


def _call(settings: Settings, method: str, path: str, body: object = None) -> httpx.Response:
    try:
        answer = httpx.request(method, settings.url("front", path), json=body, timeout=20)
    except httpx.TransportError as error:
        raise Sorry(
            f"Aucun bac à sable ne répond sur le port {settings.port}. Pour le démarrer : ./run sandbox up"
        ) from error
    if answer.is_error:
        raise Sorry(answer.json().get("error", answer.text))
    return answer


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
