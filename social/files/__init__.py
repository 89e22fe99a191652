"""Documents and pictures of the library: who may see them, and what has used them."""
