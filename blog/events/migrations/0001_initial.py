import blog.events.models
import django.db.models.deletion
import django.utils.timezone
import social.subjects.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('pages', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'event section',
                'verbose_name_plural': 'event sections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CalendarToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=blog.events.models.new_token, max_length=64, unique=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_token', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'calendar address',
                'verbose_name_plural': 'calendar addresses',
            },
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.contentpage')),
                ('starts_at', models.DateTimeField(verbose_name='start')),
                ('ends_at', models.DateTimeField(verbose_name='end')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('online_url', models.URLField(blank=True, verbose_name='link to join')),
                ('sign_up', models.BooleanField(default=True, verbose_name='people sign up')),
                ('sign_up_until', models.DateTimeField(blank=True, null=True, verbose_name='sign-up closes')),
                ('places', models.PositiveIntegerField(blank=True, help_text='Empty: as many as come. When all are taken, people wait in order.', null=True, verbose_name='number of places')),
            ],
            options={
                'verbose_name': 'company event',
                'verbose_name_plural': 'company events',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('starts_at'))), name='event_ends_after_it_starts', violation_error_message='The event would end before it starts.')],
            },
            bases=('pages.contentpage',),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('going', 'going'), ('waiting', 'on the waiting list')], max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='attendances', to='events.eventpage')),
            ],
            options={
                'verbose_name': 'sign-up',
                'verbose_name_plural': 'sign-ups',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('event', 'person'), name='sign_up_once_an_event')],
            },
        ),
    ]
