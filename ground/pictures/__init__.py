"""Pictures from people: opened within bounds, and kept without what hides in them."""
