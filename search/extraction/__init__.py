"""The text inside documents: extracted in the worker, each file in a process of its own."""
