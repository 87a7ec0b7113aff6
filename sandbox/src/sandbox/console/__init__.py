"""The start page, the console of exchanges, the faults page and the HTTP API: everything behind the front door's root."""
