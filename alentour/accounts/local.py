"""Local accounts, for those who have no RPPS: identifier and password first, a second factor after (arrêté of 28 March 2022)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from alentour.accounts.models import Professional
from alentour.accounts.services import account_of_session


class LocalBackend(ModelBackend):
    """Opens only accounts that have a local identifier; rights never come from here."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Professional | None:
        if not username or password is None:
            return None
        person = Professional.objects.filter(username=username.strip().lower(), is_active=True).first()
        if person is None:
            Professional().set_password(password)  # same time spent, whether the account exists or not
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: Any) -> Professional | None:
        return account_of_session(user_id)
