import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
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
            name='Fill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.DateField()),
                ('step', models.CharField(max_length=24)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('period', 'step'), name='each_step_of_a_month_once')],
            },
        ),
        migrations.CreateModel(
            name='FirstContribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
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
            name='MetricCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=4)),
                ('part', models.CharField(blank=True, max_length=16)),
                ('period', models.DateField(help_text='The first day of the month.')),
                ('cell', models.CharField(max_length=64)),
                ('value', models.FloatField(null=True)),
                ('low', models.FloatField(null=True)),
                ('high', models.FloatField(null=True)),
                ('n', models.PositiveIntegerField(null=True)),
                ('contributors', models.PositiveIntegerField(null=True)),
                ('suppressed', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['period', 'metric', 'part', 'cell'],
                'indexes': [models.Index(fields=['metric', 'part', 'cell', 'period'], name='cell_series')],
                'constraints': [models.UniqueConstraint(fields=('period', 'metric', 'part', 'cell'), name='one_value_a_cell_and_month'), models.CheckConstraint(condition=models.Q(('suppressed', False), models.Q(('contributors__isnull', True), ('high__isnull', True), ('low__isnull', True), ('n__isnull', True), ('value__isnull', True)), _connector='OR'), name='suppressed_cell_holds_no_number')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
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
            name='ReaderCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(help_text='The Monday.')),
                ('readers', models.PositiveIntegerField()),
                ('later', models.PositiveIntegerField(default=0, help_text='Who read an answer 28 to 90 days after it was found and took no part in it.')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
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
        migrations.CreateModel(
            name='RosterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.DateField()),
                ('working_time', models.PositiveSmallIntegerField(default=100)),
                ('is_leader', models.BooleanField(default=False)),
                ('is_team', models.BooleanField(default=False, help_text='Belongs to the community team.')),
                ('level', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.level')),
                ('location', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.location')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.department')),
            ],
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
            model_name='readercount',
            constraint=models.UniqueConstraint(fields=('page', 'week'), name='readers_of_a_page_once_a_week'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(fields=('event', 'period', 'number'), name='published_once_a_period'),
        ),
        migrations.AddConstraint(
            model_name='rosterentry',
            constraint=models.UniqueConstraint(fields=('period', 'person'), name='everybody_once_a_month'),
        ),
    ]
