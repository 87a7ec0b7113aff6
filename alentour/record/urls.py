from __future__ import annotations

from django.urls import path

from alentour.record.views import alerts, circle, consents, contacts, new, people, photo, readers, stay, synthesis, team

app_name = "record"

urlpatterns = [
    path("", people.people, name="list"),
    path("nouvelle/", new.new, name="new"),
    path("cercle/<uuid:listing_id>/", circle.pick, name="circle-pick"),
    path("<uuid:usager_id>/", synthesis.synthesis, name="synthesis"),
    path("<uuid:usager_id>/photo/", photo.photo, name="photo"),
    path("<uuid:usager_id>/photo/changer/", photo.change, name="photo-change"),
    path("<uuid:usager_id>/accompagnement/", stay.stay, name="stay"),
    path("<uuid:usager_id>/alertes/", alerts.add, name="alert-add"),
    path("<uuid:usager_id>/alertes/<uuid:alert_id>/fin/", alerts.end, name="alert-end"),
    path("<uuid:usager_id>/entourage/", circle.entourage, name="entourage"),
    path("<uuid:usager_id>/entourage/ajouter/", circle.add, name="circle-add"),
    path("<uuid:usager_id>/entourage/<uuid:pro_id>/retirer/", circle.remove, name="circle-remove"),
    path("<uuid:usager_id>/equipe/ajouter/", team.add, name="team-add"),
    path("<uuid:usager_id>/equipe/<uuid:member_id>/retirer/", team.remove, name="team-remove"),
    path("<uuid:usager_id>/contacts/nouveau/", contacts.edit, name="contact-new"),
    path("<uuid:usager_id>/contacts/<uuid:contact_id>/", contacts.edit, name="contact"),
    path("<uuid:usager_id>/contacts/<uuid:contact_id>/retirer/", contacts.remove, name="contact-remove"),
    path("<uuid:usager_id>/accords/", consents.consents, name="consents"),
    path("<uuid:usager_id>/accords/<uuid:consent_id>/retirer/", consents.withdraw, name="consent-withdraw"),
    path("<uuid:usager_id>/lectures/", readers.readers, name="readers"),
]
