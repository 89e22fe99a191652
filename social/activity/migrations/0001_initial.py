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
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('viewed', 'viewed'), ('published', 'published'), ('updated', 'updated'), ('commented', 'commented on'), ('replied', 'replied to'), ('mentioned', 'mentioned'), ('reacted', 'reacted to'), ('asked', 'asked'), ('accepted', 'accepted an answer to'), ('helpful', 'found helpful'), ('followed', 'followed'), ('acknowledged', 'confirmed reading'), ('assigned', 'assigned'), ('completed', 'completed'), ('declined', 'declined'), ('reminded', 'was reminded of'), ('told', 'told'), ('joined', 'joined')], max_length=12)),
                ('subject_kind', models.CharField(blank=True, max_length=16)),
                ('subject_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('audience_size', models.PositiveIntegerField(blank=True, help_text='How many people it was addressed to, if counted.', null=True)),
                ('data', models.JSONField(blank=True, default=dict)),
                ('day', models.DateField(help_text="The day in the company's time zone.")),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('actor_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.department')),
                ('actor_level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.level')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events_at_me', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'indexes': [models.Index(fields=['verb', 'created_at'], name='event_verb_created'), models.Index(fields=['actor', 'created_at'], name='event_actor_created'), models.Index(fields=['target', 'created_at'], name='event_target_created'), models.Index(fields=['page', 'verb', 'created_at'], name='event_page_verb_created'), models.Index(fields=['subject_kind', 'subject_id'], name='event_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('verb', 'viewed')), fields=('actor', 'page', 'day'), name='one_view_a_day_for_each_person_and_page')],
            },
        ),
    ]
