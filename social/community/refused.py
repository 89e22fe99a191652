"""What cannot be done now."""


class Refused(Exception):
    """The deed is not possible now; the message says why."""
