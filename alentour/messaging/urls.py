from __future__ import annotations

from django.urls import path

from alentour.messaging.views import compose, inbox, photo, pieces, thread

app_name = "messaging"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("nouveaux/", inbox.news, name="news"),
    path("fil/<uuid:thread_id>/", thread.thread, name="thread"),
    path("fil/<uuid:thread_id>/geste/", thread.act, name="act"),
    path("fil/<uuid:thread_id>/note/", thread.note, name="note"),
    path("fil/<uuid:thread_id>/rattacher/", thread.attach, name="attach"),
    path("fil/<uuid:thread_id>/repondre/", compose.reply, name="reply"),
    path("nouveau/", compose.new, name="new"),
    path("brouillon/<uuid:draft_id>/", compose.compose, name="compose"),
    path("brouillon/<uuid:draft_id>/garder/", compose.keep, name="keep"),
    path("brouillon/<uuid:draft_id>/relire/", compose.review, name="review"),
    path("brouillon/<uuid:draft_id>/envoyer/", compose.send, name="send"),
    path("brouillon/<uuid:draft_id>/jeter/", compose.discard, name="discard"),
    path("brouillon/<uuid:draft_id>/destinataires/", compose.recipients, name="recipients"),
    path("photo/", photo.choose, name="photo"),
    path("photo/<uuid:usager_id>/", photo.take, name="photo-of"),
    path("piece/<uuid:attachment_id>/", pieces.piece, name="piece"),
    path("de/<uuid:usager_id>/", inbox.of_usager, name="of-usager"),
]
