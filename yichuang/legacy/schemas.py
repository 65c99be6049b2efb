"""What those who look after systems send and get about app keys."""

from ninja import Schema


class AppKeyBody(Schema):
    """Whether the system may call by an app key."""

    on: bool


class AppKeyOut(Schema):
    """An app key and its secret, told once: a repeated request gets the secret empty, so does a key that was ended."""

    app_key: str
    app_secret: str
