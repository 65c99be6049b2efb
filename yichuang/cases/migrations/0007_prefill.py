"""Keep what is filled in online beforehand (网上预填, S2-51)."""

from django.db import migrations, models

import yichuang.foundations.sealed


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_case_origins")]

    operations = [
        migrations.CreateModel(
            name="Prefill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_mark", models.CharField(max_length=64, unique=True)),
                ("key", models.CharField(max_length=60)),
                ("matter_name", models.CharField(max_length=200)),
                ("data", yichuang.foundations.sealed.SealedJSONField(verbose_name="预填的内容")),
                ("address_mark", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("opened_by", models.CharField(blank=True, max_length=64)),
                ("opened_by_name", models.CharField(blank=True, max_length=80)),
                ("number", models.CharField(blank=True, max_length=21, verbose_name="收件后的统一申报编码")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["expires_at"], name="prefill_expiry"),
                    models.Index(fields=["address_mark", "created_at"], name="prefill_address"),
                ],
            },
        ),
    ]
