"""Simulated acceptance on the joint intake: its content, its runs at windows, and test pieces kept apart by a rule (S2-21②, S0-26).

Cheap on a filled table: no row is written, NOT NULL is dropped, and the rule is not checked against rows that were there before.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('life_events', '0004_savings'),
        ('organizations', '0003_served_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='LifeEventRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('script', models.PositiveSmallIntegerField(verbose_name='剧本')),
                ('state', models.CharField(choices=[('assigned', '待受理'), ('running', '受理中'), ('clerk_done', '待后台审查'), ('passed', '无异议'), ('objected', '有异议')], default='assigned', max_length=12)),
                ('clerk_id', models.CharField(blank=True, max_length=64)),
                ('clerk_name', models.CharField(blank=True, max_length=80)),
                ('started_at', models.DateTimeField(null=True)),
                ('actual', models.JSONField(default=dict, verbose_name='实际结果')),
                ('objection', models.JSONField(default=dict, verbose_name='异议')),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['script', 'window_id'],
            },
        ),
        migrations.AddField(
            model_name='jointcase',
            name='practice',
            field=models.BooleanField(default=False, verbose_name='测试件'),
        ),
        migrations.AlterField(
            model_name='jointcase',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='life_events.lifeeventversion'),
        ),
        migrations.CreateModel(
            name='LifeEventCandidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='送审轮次')),
                ('content_hash', models.CharField(max_length=64)),
                ('document', models.JSONField(verbose_name='文稿')),
                ('scripts', models.JSONField(verbose_name='剧本')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='life_events.lifeeventdraft')),
            ],
        ),
        migrations.AddField(
            model_name='jointcase',
            name='candidate',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='life_events.lifeeventcandidate'),
        ),
        AddConstraintNotValid(
            model_name='jointcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('candidate__isnull', True), ('practice', False), ('version__isnull', False)), models.Q(('candidate__isnull', False), ('practice', True), ('version__isnull', True)), _connector='OR'), name='joint_practice_stands_apart'),
        ),
        migrations.AddField(
            model_name='lifeeventrun',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='life_events.lifeeventcandidate'),
        ),
        migrations.AddField(
            model_name='lifeeventrun',
            name='joint',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='life_events.jointcase'),
        ),
        migrations.AddField(
            model_name='lifeeventrun',
            name='window',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.window'),
        ),
        migrations.AddConstraint(
            model_name='lifeeventcandidate',
            constraint=models.UniqueConstraint(fields=('draft', 'round'), name='life_event_candidate_once'),
        ),
        migrations.AddConstraint(
            model_name='lifeeventrun',
            constraint=models.UniqueConstraint(fields=('candidate', 'script', 'window'), name='life_event_run_once'),
        ),
    ]
