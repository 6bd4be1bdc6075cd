"""What keeps a change from being made, besides content that is not in order?"""


class EditError(Exception):
    """What was asked for cannot be done; the message says why, and what to do."""


class MisnamedError(EditError):
    """What was named is not there, or no name can be like that."""


class OutsideError(EditError):
    """A file that is to be changed lies outside the bulletin."""
