"""What Pro Santé Connect requires, with the paragraph of the standard that says it."""

from __future__ import annotations

from sandbox.rules import Rule

CLIENT = Rule("psc.client", "RFC 6749 §2.2", "Le logiciel est enregistré : client_id connu de Pro Santé Connect.")
REDIRECT = Rule(
    "psc.redirect",
    "OpenID Connect Core §3.1.2.1, RFC 8252 §7.3",
    "L'adresse de retour est enregistrée ; ici, toute adresse de cette machine (127.0.0.1 ou localhost).",
)
RESPONSE_TYPE = Rule("psc.response-type", "RFC 6749 §3.1.1", "Seul le flux par code est servi : response_type=code.")
SCOPE = Rule("psc.scope", "Référentiel Pro Santé Connect ; OIDC Core §3.1.2.1", "Les scopes sont « openid scope_all ».")
ACR = Rule("psc.acr", "Référentiel Pro Santé Connect ; OIDC Core §3.1.2.1", "Le niveau demandé est acr_values=eidas1.")
STATE = Rule("psc.state", "RFC 6749 §10.12", "Un paramètre state protège le retour contre la falsification de requête.")
NONCE = Rule("psc.nonce", "OpenID Connect Core §3.1.2.1, §15.5.2", "Un nonce lie le jeton d'identité à la demande.")
PKCE = Rule("psc.pkce", "RFC 7636 §4.3, §4.4.1", "La demande porte un code_challenge, méthode S256.")
LOGIN_REQUIRED = Rule(
    "psc.prompt-none",
    "OpenID Connect Core §3.1.2.6",
    "prompt=none n'affiche aucune page : sans session ouverte, la réponse est login_required.",
)
DENIED = Rule("psc.denied", "RFC 6749 §4.1.2.1", "La personne a refusé de s'identifier.")
CLIENT_AUTH = Rule(
    "psc.client-auth",
    "RFC 6749 §2.3.1, RFC 8705 §2",
    "Le logiciel s'authentifie par client_secret_basic ou par certificat client.",
)
GRANT = Rule("psc.grant", "RFC 6749 §5.2", "Le mode demandé (grant_type) est servi.")
CODE = Rule(
    "psc.code",
    "RFC 6749 §4.1.2, §4.1.3",
    "Le code sert une seule fois, dans la minute, au logiciel et à l'adresse de retour de la demande.",
)
VERIFIER = Rule("psc.verifier", "RFC 7636 §4.6", "Le code_verifier correspond au code_challenge de la demande.")
REFRESH = Rule(
    "psc.refresh",
    "RFC 6749 §6 ; Pro Santé Connect",
    "Le jeton de rafraîchissement est encore valable (durée glissante) et la session n'est pas close.",
)
BEARER = Rule("psc.bearer", "RFC 6750 §3.1", "Le jeton d'accès est présent, signé par Pro Santé Connect et non expiré.")
BOUND = Rule("psc.bound", "RFC 8705 §3", "Un jeton lié à un certificat n'est accepté qu'avec ce certificat.")
CIBA_HINT = Rule(
    "psc.ciba-hint", "CIBA Core §7.1, §13", "login_hint est l'identifiant national d'un professionnel connu."
)
CIBA_BINDING = Rule(
    "psc.ciba-binding", "CIBA Core §7.1", "binding_message porte deux chiffres, montrés des deux côtés."
)
CIBA_PENDING = Rule("psc.ciba-pending", "CIBA Core §11", "La personne n'a pas encore approuvé sur son téléphone.")
CIBA_SLOW = Rule("psc.ciba-slow", "CIBA Core §11", "Le logiciel attend l'intervalle donné entre deux questions.")
CIBA_EXPIRED = Rule("psc.ciba-expired", "CIBA Core §11", "La demande d'approbation vaut deux minutes.")
CIBA_DENIED = Rule("psc.ciba-denied", "CIBA Core §11", "La personne a refusé sur son téléphone.")
FAULT = Rule("psc.fault", "Console du bac à sable", "Un défaut programmé a été appliqué.")

RULES = tuple(value for value in vars().values() if isinstance(value, Rule))
