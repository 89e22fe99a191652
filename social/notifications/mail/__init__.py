"""Telling by mail: gathering what is due, composing, sending."""
