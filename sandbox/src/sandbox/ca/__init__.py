"""A throw-away certification authority in the roles of IGC-Santé."""

from sandbox.ca.authority import Authority, KeyPair

__all__ = ["Authority", "KeyPair"]
