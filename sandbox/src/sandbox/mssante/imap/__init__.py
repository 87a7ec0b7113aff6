"""IMAP side of the operator: pymap's protocol and dict backend, over our store."""

from sandbox.mssante.imap.accounts import Accounts
from sandbox.mssante.imap.server import ImapServer

__all__ = ["Accounts", "ImapServer"]
