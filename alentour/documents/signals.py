"""What upper apps may follow (messaging answers the sender when a document reaches the record). Sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

# document, item (FilingItem), by (Post or None when it was automatic)
document_filed = Signal()
# document, item, by
document_unfiled = Signal()
