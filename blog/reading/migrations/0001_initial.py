import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import social.subjects.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('pages', '0001_initial'),
        ('people', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MustRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('due_on', models.DateField(verbose_name='by')),
                ('days_for_newcomers', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MaxValueValidator(3650)], verbose_name='days for people who join the audience later')),
                ('asked_since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='must_reads', to='people.audience', verbose_name='who must confirm')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='must_reads', to='pages.contentpage')),
            ],
            options={
                'verbose_name': 'must-read',
                'verbose_name_plural': 'must-reads',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_name', models.CharField(max_length=170)),
                ('person_email', models.EmailField(max_length=254)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='acknowledgements', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='acknowledgements', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'confirmation of reading',
                'verbose_name_plural': 'confirmations of reading',
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['person', 'page'], name='acknowledgement_person')],
                'constraints': [models.UniqueConstraint(fields=('page', 'person', 'version'), name='acknowledge_once_a_version')],
            },
        ),
        migrations.CreateModel(
            name='PageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('update_key', models.UUIDField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='confirmable_versions', to=settings.WAGTAIL_PAGE_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'version to confirm',
                'verbose_name_plural': 'versions to confirm',
                'ordering': ['page', 'number'],
                'constraints': [models.UniqueConstraint(fields=('page', 'number'), name='page_version_number_once'), models.UniqueConstraint(fields=('page', 'update_key'), name='page_version_update_once')],
            },
        ),
    ]
