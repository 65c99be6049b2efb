"""Published matters of other places as drafts: one file a source, each row converted alone, every oddity named."""
