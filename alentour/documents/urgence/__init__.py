"""The document de liaison d'urgence: gathered from the record, frozen, written; and what moved in the record since."""
