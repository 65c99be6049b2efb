"""The doors of the room that show pages: administration of people, one's own account, setting a password by code."""
