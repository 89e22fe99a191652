"""Readers of one kind of file each. They run in a process of their own (`child`), and so import
nothing else of the project: a hostile file must find nothing there."""
