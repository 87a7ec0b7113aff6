"""Every write of the messaging: mailboxes, outbox, inbox, threads."""
