"""Mon espace santé, as a citizen sees it: conversations with professionals, documents, account."""
