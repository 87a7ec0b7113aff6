"""The Annuaire Santé's FHIR API, version 2: professionals, their activities, structures, MSSanté mailboxes."""
