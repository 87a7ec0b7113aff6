"""Tables of the operator.

`synchronous=FULL` makes a commit survive a power cut: an SMTP client that read 250 may forget its copy.
"""

from __future__ import annotations

SCHEMA = """
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS folder (
    id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL, name TEXT NOT NULL, uidvalidity INTEGER NOT NULL,
    uidnext INTEGER NOT NULL DEFAULT 1, subscribed INTEGER NOT NULL DEFAULT 1, UNIQUE (address, name)
);
CREATE TABLE IF NOT EXISTS content (id INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, folder INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    uid INTEGER NOT NULL, content INTEGER NOT NULL REFERENCES content (id), received TEXT NOT NULL, flags TEXT NOT NULL,
    thread TEXT NOT NULL, UNIQUE (folder, uid)
);
CREATE INDEX IF NOT EXISTS message_content ON message (content);
CREATE TABLE IF NOT EXISTS handled (
    sender TEXT NOT NULL, message_id TEXT NOT NULL, recipient TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (sender, message_id, recipient)
);
CREATE TABLE IF NOT EXISTS waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due REAL NOT NULL, recipient TEXT NOT NULL, content BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS citizen (
    matricule TEXT PRIMARY KEY, state TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS contact (
    matricule TEXT NOT NULL, mailbox TEXT NOT NULL, label TEXT NOT NULL, open INTEGER NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (matricule, mailbox)
);
"""
