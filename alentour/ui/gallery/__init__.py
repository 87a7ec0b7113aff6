"""What the gallery shows: the list of components, their reference read from the code, and samples with the cast."""
