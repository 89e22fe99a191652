import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Population',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('tables', models.JSONField(default=list)),
                ('members', models.JSONField(default=list)),
                ('size', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'people counted',
                'verbose_name_plural': 'people counted',
            },
        ),
        migrations.CreateModel(
            name='Grouping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=16)),
                ('source', models.PositiveBigIntegerField()),
                ('group', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'grouping for numbers',
                'verbose_name_plural': 'groupings for numbers',
                'constraints': [models.UniqueConstraint(fields=('table', 'source'), name='grouped_once_a_table')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=80)),
                ('number', models.PositiveSmallIntegerField()),
                ('is_named', models.BooleanField(default=False, help_text='Chosen by name: nothing is ever published of the event.')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('population', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='analytics.population')),
            ],
            options={
                'verbose_name': 'enrolment',
                'verbose_name_plural': 'enrolments',
                'ordering': ['event', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=80)),
                ('period', models.CharField(max_length=24)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('design', models.JSONField(default=dict)),
                ('cells', models.JSONField(default=list)),
                ('is_withdrawn', models.BooleanField(default=False, help_text='An audit found that it told too much; it is not shown.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('audited_at', models.DateTimeField(null=True)),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='analytics.enrolment')),
            ],
            options={
                'verbose_name': 'published numbers',
                'verbose_name_plural': 'published numbers',
                'ordering': ['event', 'number', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['since'], name='enrolment_since'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('event', 'number'), name='enrolment_number_once'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(fields=('event', 'period', 'number'), name='published_once_a_period'),
        ),
    ]
