"""What everybody has of the room: the own part, the own data."""
