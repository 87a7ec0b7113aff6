from __future__ import annotations

from django.urls import path

from alentour.record.barrier_urls import urlpatterns as barriers
from alentour.record.views import (
    circle,
    consents,
    contacts,
    lines,
    new,
    people,
    photo,
    readers,
    stay,
    synthesis,
    team,
    volumes,
)

app_name = "record"

urlpatterns = [
    path("", people.people, name="list"),
    path("nouvelle/", new.new, name="new"),
    path("cercle/<uuid:listing_id>/", circle.pick, name="circle-pick"),
    path("<uuid:usager_id>/", synthesis.synthesis, name="synthesis"),
    path("<uuid:usager_id>/imprimer/", synthesis.printed, name="synthesis-print"),
    path("<uuid:usager_id>/photo/", photo.photo, name="photo"),
    path("<uuid:usager_id>/photo/changer/", photo.change, name="photo-change"),
    path("<uuid:usager_id>/sejour/", stay.stay, name="stay"),
    path("<uuid:usager_id>/sejour/entree/", stay.begin, name="stay-begin"),
    path("<uuid:usager_id>/sejour/depart/", stay.leave, name="stay-leave"),
    path("<uuid:usager_id>/sejour/absence/", stay.out, name="stay-out"),
    path("<uuid:usager_id>/sejour/chambre/", stay.room, name="stay-room"),
    path("<uuid:usager_id>/sejour/<uuid:movement_id>/retour/", stay.back, name="stay-back"),
    path("<uuid:usager_id>/sejour/<uuid:movement_id>/annuler/", stay.cancel, name="stay-cancel"),
    path("<uuid:usager_id>/medical/", volumes.health, name="health"),
    path("<uuid:usager_id>/medical/aucune-allergie/", volumes.no_allergy, name="no-allergy"),
    path("<uuid:usager_id>/habitudes/", volumes.habits, name="habits"),
    path("<uuid:usager_id>/droits/", volumes.rights_of, name="rights"),
    path("<uuid:usager_id>/ligne/<slug:slug>/", lines.new, name="line-new"),
    path("<uuid:usager_id>/ligne/<slug:slug>/<uuid:line_id>/", lines.correct, name="line"),
    path("<uuid:usager_id>/ligne/<slug:slug>/<uuid:line_id>/fin/", lines.end, name="line-end"),
    path("<uuid:usager_id>/ligne/<slug:slug>/<uuid:line_id>/versions/", lines.history, name="line-history"),
    path("<uuid:usager_id>/entourage/", circle.entourage, name="entourage"),
    path("<uuid:usager_id>/entourage/ajouter/", circle.add, name="circle-add"),
    path("<uuid:usager_id>/entourage/<uuid:pro_id>/retirer/", circle.remove, name="circle-remove"),
    path("<uuid:usager_id>/equipe/ajouter/", team.add, name="team-add"),
    path("<uuid:usager_id>/equipe/<uuid:member_id>/retirer/", team.remove, name="team-remove"),
    path("<uuid:usager_id>/contacts/nouveau/", contacts.edit, name="contact-new"),
    path("<uuid:usager_id>/contacts/ordre/", contacts.order, name="contact-order"),
    path("<uuid:usager_id>/contacts/<uuid:contact_id>/", contacts.edit, name="contact"),
    path("<uuid:usager_id>/contacts/<uuid:contact_id>/retirer/", contacts.remove, name="contact-remove"),
    path("<uuid:usager_id>/accords/", consents.consents, name="consents"),
    path("<uuid:usager_id>/accords/<uuid:consent_id>/retirer/", consents.withdraw, name="consent-withdraw"),
    path("<uuid:usager_id>/lectures/", readers.readers, name="readers"),
    *barriers,
]
