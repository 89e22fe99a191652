"""What needs a hand: rules that look every night, the lines they put before the community
manager, and the hints that they give to people."""
