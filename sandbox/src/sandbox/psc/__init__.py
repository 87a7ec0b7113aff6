"""Pro Santé Connect, played for one machine: OpenID Connect code flow, refresh, CIBA."""
