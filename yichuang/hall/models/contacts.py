"""Table: work for people who are not in the queue (电话、网络、后台): so that the hall's work is all of its work."""

from django.db import models

CHANNELS = {
    "phone": "电话",
    "message": "网络留言",
    "mail": "邮件信函",
    "visit": "上门帮办",
    "back_office": "后台工作",
}


class ContactLog(models.Model):
    """One piece of work outside the queue: by which channel, about what, how long it took."""

    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("渠道", max_length=12, choices=list(CHANNELS.items()))
    about = models.CharField("事由", max_length=200)
    minutes = models.PositiveSmallIntegerField("用时（分钟）")
    staff_id = models.UUIDField("人员")
    staff_name = models.CharField("姓名", max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "-at"], name="contact_of_site")]

    def __str__(self) -> str:
        return self.about
