"""The gestures of a round, as the trail says them."""

from __future__ import annotations

TRAIL = {
    "tournee.taken": "a emporté le dossier pour sa tournée",
    "tournee.listed": "a choisi qui emporter en tournée",
    "tournee.received": "a envoyé un geste fait hors connexion",
    "tournee.reviewed": "a vu les gestes à revoir",
    "tournee.compared": "a ouvert un geste à revoir",
    "tournee.settled": "a tranché un geste à revoir",
    "tournee.hidden": "a cherché un geste hors de sa portée",
    "tournee.recalled": "des dossiers ont quitté son téléphone",
    "tournee.lost": "des gestes non envoyés ont été effacés de son téléphone",
    "consigne.written": "a écrit la consigne de tournée",
    "consigne.withdrawn": "a retiré la consigne de tournée",
}
