"""What people have decided about the room."""
