"""Reads of the round: who is on it, what a phone may take, what is to review."""
