"""Pages and fragments of the conversation."""
