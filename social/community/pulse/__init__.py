"""Eight statements, answered without names."""
