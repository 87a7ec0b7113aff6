"""INSi, the teleservice of the identity INS: search by traits, by carte Vitale, and verification."""
