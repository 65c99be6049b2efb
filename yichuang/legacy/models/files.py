"""Keys of the file centre as legacy systems know them: FILEURL and FILEPWD."""

from typing import Any

from django.db import models

from yichuang.exchange.queries import ClientSystem
from yichuang.files.queries import StoredFile
from yichuang.foundations.sealed import SealedTextField


class FileKey(models.Model):
    """A file's key for one system (`projid_随机串`) and the ticket that was given with it, empty once it was used."""

    system = models.ForeignKey(ClientSystem, on_delete=models.CASCADE, related_name="+")
    number = models.CharField("统一申报编码", max_length=21)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("文件键", max_length=64, unique=True)
    ticket: Any = SealedTextField("票据")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "file"], name="file_key_once")]

    def __str__(self) -> str:
        return self.key
