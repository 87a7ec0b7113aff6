from __future__ import annotations

from django.urls import path

from alentour.agenda.views import calendar, entries, feed, person, presences

app_name = "agenda"

urlpatterns = [
    path("", calendar.mine, name="mine"),
    path("equipe/", calendar.team, name="team"),
    path("lieux/", calendar.places, name="places"),
    path("lieux/<uuid:place_id>/", calendar.place, name="place"),
    path("lieux/<uuid:place_id>/retirer/", calendar.retire, name="place-retire"),
    path("presences/", presences.overview, name="month"),
    path("appel/", presences.roll, name="roll"),
    path("appel/imprimer/", presences.roll_print, name="roll-print"),
    path("appel/<uuid:usager_id>/", presences.answer, name="answer"),
    path("personne/<uuid:usager_id>/", person.person, name="person"),
    path("personne/<uuid:usager_id>/semaine/", person.week_sheet, name="week-sheet"),
    path("personne/<uuid:usager_id>/absence/", person.absence, name="absence"),
    path("personne/<uuid:usager_id>/absence/<uuid:absence_id>/fin/", person.absence_end, name="absence-end"),
    path(
        "personne/<uuid:usager_id>/absence/<uuid:absence_id>/retirer/", person.absence_withdraw, name="absence-withdraw"
    ),
    path("personne/<uuid:usager_id>/rythme/", person.rhythm, name="rhythm"),
    path("rendez-vous/nouveau/", entries.new, name="new"),
    path("rendez-vous/verifier/", entries.check, name="check"),
    path("rendez-vous/personnes/", entries.search, name="search"),
    path("rendez-vous/<uuid:entry_id>/", entries.entry, name="entry"),
    path("rendez-vous/<uuid:entry_id>/modifier/", entries.edit, name="edit"),
    path("rendez-vous/<uuid:entry_id>/etat/", entries.state, name="state"),
    path("rendez-vous/<uuid:entry_id>/venue/<uuid:usager_id>/", entries.attendance, name="attendance"),
    path("abonnement/", feed.subscription, name="subscription"),
    path("abonnement/ouvrir/", feed.open_feed, name="feed-open"),
    path("abonnement/revoquer/", feed.revoke, name="feed-revoke"),
    path("flux/<uuid:post_id>/<str:secret>.ics", feed.feed, name="feed"),
]
