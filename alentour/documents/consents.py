"""The agreements a document needs, kept by ``record``."""
