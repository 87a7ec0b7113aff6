"""SMTP side of the operator: aiosmtpd's conversation, the rules of the espace de confiance."""

from sandbox.mssante.smtp.server import SmtpServer

__all__ = ["SmtpServer"]
