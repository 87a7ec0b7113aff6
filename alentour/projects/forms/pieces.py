"""One form a kind of piece; each says which version it was opened on."""

from __future__ import annotations

from typing import Any

from django import forms

from alentour.accounts.enums import Metier
from alentour.projects import serafin
from alentour.projects.enums import Origin, Priority
from alentour.projects.forms.fields import RowChoice, capitalised, day, key, line, prose, team_choices
from alentour.projects.models import Goal, Need, Projet
from alentour.projects.models.pieces import Piece
from alentour.ui.forms import UiFormMixin

NOT_THEM = {Metier.DPO, Metier.ADMIN}


class PieceForm(UiFormMixin, forms.Form):
    """``piece`` is what is being changed; without it, a new one is added."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    key = key()

    def __init__(self, *args: Any, projet: Projet, piece: Piece | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projet, self.piece = projet, piece
        if piece is not None:
            self.initial.update({name: getattr(piece, name) for name in self.fields if hasattr(piece, name)})
            self.initial["based_on"] = piece.version
            self.initial.pop("needs", None)
            self.initial.pop("key", None)
        self.offer()

    def offer(self) -> None:
        """Fill the lists to choose from."""

    def posts(self, name: str) -> None:
        field = self.fields[name]
        assert isinstance(field, RowChoice)
        field.offer(team_choices(self.projet, getattr(self.piece, name, None)))

    def goals(self) -> None:
        field = self.fields["goal"]
        assert isinstance(field, RowChoice)
        field.offer([(goal, goal.title) for goal in Goal.objects.filter(projet=self.projet)])

    def values(self) -> dict[str, Any]:
        """What ``services.save_piece`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"based_on", "key", "needs"}}

    def needs(self) -> list[Need]:
        return []


class ExpectationForm(PieceForm):
    origin = forms.ChoiceField(label="Qui le dit", choices=capitalised(Origin.choices), widget=forms.RadioSelect)
    said_by = line("Son nom", help="Pour un proche ou un représentant.")
    words = prose("Dans ses mots", rows=3, required=True, help="Ses mots, entre guillemets ou non, sans les corriger.")
    comment = prose("Ce que l'équipe en comprend", rows=2)
    said_on = day("Dit le")

    def offer(self) -> None:
        self.initial.setdefault("origin", Origin.PERSONNE)


class NeedForm(PieceForm):
    code = forms.ChoiceField(label="Besoin (SERAFIN-PH)")
    description = prose("En clair, pour elle", rows=2, required=True)
    analysis = prose("Analyse de l'équipe", rows=3)

    def offer(self) -> None:
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choisir…"), *serafin.choices(serafin.NEEDS)]


class GoalForm(PieceForm):
    title = line("Objectif", required=True, longest=300, help="À l'infinitif, comme la personne le dirait.")
    priority = forms.TypedChoiceField(label="Priorité", choices=capitalised(Priority.choices), coerce=int)
    need_ids = forms.MultipleChoiceField(
        label="Répond aux besoins", required=False, widget=forms.CheckboxSelectMultiple
    )
    expected = prose("Résultat attendu", rows=2, help="À quoi verrons-nous, ensemble, qu'il est atteint ?")
    strategy = prose("Comment s'y prendre", rows=2)
    description = prose("Précision", rows=2)
    opinion = prose("Ce qu'en dit la personne", rows=2)
    referent = RowChoice(label="Suivi par", required=False, empty="l'équipe")
    starts_on = day("À partir du")
    due_on = day("Échéance")

    def offer(self) -> None:
        self.initial.setdefault("priority", Priority.MOYENNE)
        self.posts("referent")
        self.known = {str(need.pk): need for need in Need.objects.filter(projet=self.projet)}
        field = self.fields["need_ids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, f"{serafin.label(n.code)} : {n.description[:80]}") for pk, n in self.known.items()]
        if not self.known:
            del self.fields["need_ids"]
        elif isinstance(self.piece, Goal):
            self.initial["need_ids"] = [str(link.need_id) for link in self.piece.links.all()]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "need_ids"}

    def needs(self) -> list[Need]:
        return [self.known[pk] for pk in self.cleaned_data.get("need_ids", [])]


class ResourceForm(PieceForm):
    title = line("Moyen", required=True, longest=300, help="Un lieu, un matériel, un partenaire, un financement.")
    goal = RowChoice(label="Pour l'objectif", required=False, empty="tout le projet")
    description = prose("Précision", rows=2)

    def offer(self) -> None:
        self.goals()


class ActionForm(PieceForm):
    title = line("Ce qui sera fait", required=True, longest=300)
    goal = RowChoice(label="Pour l'objectif", required=True)
    post = RowChoice(label="Par qui", required=False, empty="toute personne du métier")
    metier = forms.ChoiceField(label="Ou par quel métier", required=False)
    partner = line("Ou par quel partenaire", help="Association, libéral, famille…")
    frequency = line("Rythme", help="Par exemple : le mardi ; deux fois par mois.")
    service_code = forms.ChoiceField(label="Prestation (SERAFIN-PH)", required=False)
    starts_on = day("Du")
    ends_on = day("Au")
    description = prose("Précision", rows=2)

    def offer(self) -> None:
        self.goals()
        self.posts("post")
        metier, service = self.fields["metier"], self.fields["service_code"]
        assert isinstance(metier, forms.ChoiceField)
        assert isinstance(service, forms.ChoiceField)
        metier.choices = [("", "—"), *((m.value, m.label) for m in Metier if m not in NOT_THEM)]
        service.choices = [("", "non précisée"), *serafin.choices(serafin.SERVICES)]


FORMS: dict[str, type[PieceForm]] = {
    "attente": ExpectationForm,
    "besoin": NeedForm,
    "objectif": GoalForm,
    "moyen": ResourceForm,
    "action": ActionForm,
}
