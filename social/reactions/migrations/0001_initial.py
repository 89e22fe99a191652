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
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(default='page', max_length=16)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=16, verbose_name='kind')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reaction',
                'verbose_name_plural': 'reactions',
                'indexes': [models.Index(fields=['person', 'created_at'], name='reaction_person_created')],
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'kind', 'person'), name='reaction_once_for_person_subject_and_kind')],
            },
        ),
    ]
