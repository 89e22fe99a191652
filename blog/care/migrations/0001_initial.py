import django.db.models.deletion
import django.utils.timezone
import social.subjects.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='reviewed on')),
                ('next_on', models.DateField(blank=True, db_index=True, null=True, verbose_name='next review')),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('delegated_to', models.ForeignKey(blank=True, help_text='Who does the coming review instead of the caretaker.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('page', models.OneToOneField(on_delete=social.subjects.deletion.keep_with_other_language, related_name='review', to=settings.WAGTAIL_PAGE_MODEL)),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
            },
        ),
        migrations.CreateModel(
            name='ReviewEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('confirmed', 'still right'), ('postponed', 'postponed'), ('delegated', 'passed on')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('next_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('delegate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='review_entries', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review decision',
                'verbose_name_plural': 'review decisions',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='GuideFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('helpful', 'helpful'), ('not-helpful', 'not helpful'), ('outdated', 'out of date')], max_length=12, verbose_name='verdict')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('page', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='guide_feedback', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guide_feedback', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'feedback on a guide',
                'verbose_name_plural': 'feedback on guides',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(fields=('page', 'person'), name='one_verdict_a_reader')],
            },
        ),
    ]
