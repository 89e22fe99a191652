"""What the room shows of a month: sentences, tables and pictures."""
