from __future__ import annotations

from django.urls import path

from alentour.accounts.views import invitation, lock, passkeys, people, second, security, session, who_sees

app_name = "accounts"

urlpatterns = [
    path("connexion/", session.sign_in, name="login"),
    path("connexion/refus/", session.refused, name="refused"),
    path("connexion/poste/", session.choose, name="choose-post"),
    path("connexion/code/", second.verify, name="second"),
    path("connexion/protection/", second.enrol, name="enrol"),
    path("deconnexion/", session.sign_out, name="logout"),
    path("invitation/<str:secret>/", invitation.accept, name="invitation"),
    path("verrou/", lock.lock, name="lock"),
    path("verrou/ouvrir/", lock.unlock, name="unlock"),
    path("verrou/etat/", lock.state, name="lock-state"),
    path("verrou/present/", lock.present, name="present"),
    path("connexion/cle/creer/", passkeys.RegisterBegin.as_view(), name="passkey-new"),
    path("connexion/cle/creee/", passkeys.RegisterComplete.as_view(), name="passkey-made"),
    path("connexion/cle/demander/", passkeys.AuthenticateBegin.as_view(), name="passkey-ask"),
    path("connexion/cle/prouver/", passkeys.AuthenticateComplete.as_view(), name="passkey-prove"),
    path("ma-securite/", security.security, name="security"),
    path("ma-securite/ajouter/", security.add, name="factor-add"),
    path("ma-securite/retirer/", security.remove, name="factor-remove"),
    path("ma-securite/codes/", second.codes, name="codes"),
    path("ma-securite/mot-de-passe/", security.password, name="password"),
    path("comptes/", people.people, name="people"),
    path("comptes/nouveau/", people.new, name="person-new"),
    path("comptes/<uuid:person_id>/", people.person, name="person"),
    path("comptes/<uuid:person_id>/poste/", people.open_post, name="post-open"),
    path("comptes/<uuid:person_id>/poste/<uuid:post_id>/fermer/", people.close_post, name="post-close"),
    path("comptes/<uuid:person_id>/inviter/", people.invite, name="invite"),
    path("comptes/<uuid:person_id>/reinitialiser/", people.reset, name="reset"),
    path("habilitations/", who_sees.who_sees, name="who-sees"),
]
