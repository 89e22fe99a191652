import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(help_text='Words that mean the same, divided by commas. Who searches for one finds all.', max_length=300, verbose_name='words')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'group of synonyms',
                'verbose_name_plural': 'synonyms',
                'ordering': ['words'],
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('query', models.CharField(max_length=120)),
                ('text', models.CharField(max_length=120)),
                ('marker', models.CharField(max_length=16)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('times', models.PositiveIntegerField(default=1)),
                ('hits', models.PositiveIntegerField(default=0)),
                ('clicks', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'search',
                'verbose_name_plural': 'searches',
                'indexes': [models.Index(fields=['query', 'day'], name='asked_query_day')],
                'constraints': [models.UniqueConstraint(fields=('day', 'query', 'marker'), name='query_once_a_day_for_each_marker')],
            },
        ),
        migrations.CreateModel(
            name='SearchSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keep_days', models.PositiveSmallIntegerField(default=180, help_text='Days. 0 remembers nothing.', validators=[django.core.validators.MaxValueValidator(3650)], verbose_name='keep searches for')),
                ('minimum_people', models.PositiveSmallIntegerField(default=5, help_text='A search is shown in reports only if so many different people asked it.', validators=[django.core.validators.MinValueValidator(2)], verbose_name='fewest people')),
            ],
            options={
                'verbose_name': 'search',
                'constraints': [models.CheckConstraint(condition=models.Q(('minimum_people__gte', 2)), name='search_report_hides_single_people')],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrase', models.CharField(help_text='What people type, the whole query. Letter case and diacritics do not matter.', max_length=120, verbose_name='phrase')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('folded', models.CharField(db_index=True, editable=False, max_length=120)),
                ('page', models.ForeignKey(help_text='This page is not shown in answer to the phrase.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'excluded phrase',
                'verbose_name_plural': 'excluded phrases',
                'ordering': ['phrase', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('folded', 'page'), name='page_excluded_once_for_a_phrase', violation_error_message='This page is excluded for this phrase already.')],
            },
        ),
    ]
