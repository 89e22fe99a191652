"""Measures conversations: see compare.py."""
