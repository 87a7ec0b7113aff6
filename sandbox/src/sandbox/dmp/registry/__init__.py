"""An XDS.b registry and its repository, as IHE describes them, with nothing of the DMP's own policy."""
