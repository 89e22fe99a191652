"""Numbers in addresses that a database can hold: a longer one names nothing, on every database."""


class RowConverter:
    """The primary key of a row, at most nine digits (a 32-bit column raises errors beyond)."""

    digits = 9
    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
