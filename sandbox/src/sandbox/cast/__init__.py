"""The fictitious people and structures every service of the sandbox knows.

These facts are the sandbox's own copy: a real national service does not read the product's data either.
"""

from sandbox.cast.model import Cast, Citizen, Professional, Structure, load

__all__ = ["Cast", "Citizen", "Professional", "Structure", "load"]
