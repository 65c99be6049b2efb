"""How passwords are kept: Argon2id, whose cost an operator may set to what the machine bears (等保三级; quality.md “Security”)."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id at the cost that the settings name; a password kept at another cost is hashed anew when its owner next signs in."""

    memory_cost = settings.PASSWORD_MEMORY_KIB
