import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('queue', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'run of a queue',
                'verbose_name_plural': 'runs of queues',
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queue', models.CharField(max_length=60, verbose_name='queue')),
                ('key', models.CharField(max_length=200, verbose_name='item')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('next_try', models.DateTimeField(blank=True, help_text='Empty: only by hand.', null=True, verbose_name='next try')),
                ('first_failed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('last_failed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last tried')),
                ('is_dropped', models.BooleanField(default=False, verbose_name='dropped')),
            ],
            options={
                'verbose_name': 'item set aside',
                'verbose_name_plural': 'items set aside',
                'ordering': ['-last_failed_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('is_dropped', False)), fields=['next_try'], name='set_aside_due')],
                'constraints': [models.UniqueConstraint(fields=('queue', 'key'), name='set_aside_once')],
            },
        ),
    ]
