"""Tables of the legacy adapter."""

from yichuang.legacy.models.files import FileKey
from yichuang.legacy.models.keys import AppKey, AppSecret, UsedSign
from yichuang.legacy.models.numbers import OwnNumber

__all__ = ["AppKey", "AppSecret", "FileKey", "OwnNumber", "UsedSign"]
