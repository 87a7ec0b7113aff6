"""The DMP: its XDS registry and repository, its patients and authorisations, behind VIHF and mutual TLS."""
