"""Pro Santé Connect: who the professional is, in which structure, and how to believe it. See README.md."""

from __future__ import annotations

from esante.psc.choice import Practice, choose, practices, practices_in
from esante.psc.endpoints import ACR_VALUES, SCOPE, Endpoints, environments
from esante.psc.errors import BadToken, NoActivity, PscError, SeveralActivities, UnreadableUserInfo
from esante.psc.roles import OTHER_PROFESSION, trade, vihf_roles
from esante.psc.tokens import ACR, ALGORITHMS, Expected, check_subject, read_keys, verify_id_token
from esante.psc.userinfo import Activity, Exercise, UserInfo, decode_userinfo, encode_userinfo

__all__ = [
    "ACR",
    "ACR_VALUES",
    "ALGORITHMS",
    "OTHER_PROFESSION",
    "SCOPE",
    "Activity",
    "BadToken",
    "Endpoints",
    "Exercise",
    "Expected",
    "NoActivity",
    "Practice",
    "PscError",
    "SeveralActivities",
    "UnreadableUserInfo",
    "UserInfo",
    "check_subject",
    "choose",
    "decode_userinfo",
    "encode_userinfo",
    "environments",
    "practices",
    "practices_in",
    "read_keys",
    "trade",
    "verify_id_token",
    "vihf_roles",
]
