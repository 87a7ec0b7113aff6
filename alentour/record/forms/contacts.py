"""The form of a contact."""

from __future__ import annotations

from typing import Any

from django import forms

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.record.enums import Relation
from alentour.record.forms.fields import DayField, one_of, phone_field, said, tick
from alentour.record.models import Contact
from alentour.record.selectors import may_inform
from alentour.ui.forms import UiFormMixin


class ContactForm(UiFormMixin, forms.Form):
    """Whom a judge bars shows neither phone nor mail, and can be named neither trusted nor to be called."""

    given_name = said("Prénom", size=80)
    family_name = said("Nom", size=80, required=True)
    relation = one_of("Lien avec la personne", Relation, required=True)
    organisation = said("Organisme", help_text="Pour un mandataire, un service.")
    phone = phone_field()
    other_phone = phone_field("Autre téléphone")
    email = forms.EmailField(label="Courriel", required=False)
    address = said("Adresse", size=200)
    call_order = forms.IntegerField(label="Ordre d'appel", min_value=1, max_value=99, initial=1)
    is_emergency = tick("À prévenir en cas d'urgence")
    is_trusted = tick("Personne de confiance désignée")
    trusted_on = DayField("Désignée le", past=True)
    is_guardian = tick("Représentant légal")
    comment = said("À savoir", size=500, rows=2)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, post: Post, contact: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rights.can(post, Act.WRITE, DataClass.DROITS):
            del self.fields["is_guardian"]
        if contact is not None and not may_inform(contact):
            for name in ("phone", "other_phone", "email", "address", "is_emergency", "is_trusted", "trusted_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        if data.get("trusted_on") and not data.get("is_trusted"):
            self.add_error("is_trusted", "Cochez cette case si elle a été désignée, ou effacez la date.")
        return data
