"""How screens hear of changes: the channel's name and the frames of a stream of server-sent events (HTML, 9.2); pure text."""

CHANNEL = "hall"
# Behind the site's number where a device was changed or revoked: screens must ask anew.
DEVICES = " devices"
# A screen that lost its stream tries again after so long (milliseconds).
RETRY = 2000
FIRST = f"retry: {RETRY}\n\n"
# Now and then: whoever went away is noticed, no proxy takes the stream for dead, and a screen that hears nothing knows that it is cut off.
STILL_THERE = "event: beat\ndata: 1\n\n"


def board(version: int, site: int, drawn: str) -> str:
    """Return the frame that carries a hall's board, JSON on one line."""
    return f"id: {site}-{version}\nevent: board\ndata: {drawn}\n\n"


def changed(version: int, site: int) -> str:
    """Return the frame that says: ask again, and whether you still may; a counter and an id, nothing of what changed."""
    return f"id: {site}-{version}\nevent: change\ndata: {version}\n\n"
