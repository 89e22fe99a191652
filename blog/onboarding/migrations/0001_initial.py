import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import social.subjects.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('pages', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OnboardingPathPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.contentpage')),
            ],
            options={
                'verbose_name': 'onboarding path',
                'verbose_name_plural': 'onboarding paths',
            },
            bases=('pages.contentpage',),
        ),
        migrations.CreateModel(
            name='Journey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_date', models.DateField(verbose_name='first day')),
                ('status', models.CharField(choices=[('walking', 'under way'), ('finished', 'finished'), ('closed', 'closed')], default='walking', max_length=8)),
                ('assigned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('buddy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='buddy_journeys', to=settings.AUTH_USER_MODEL, verbose_name='buddy')),
                ('path', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='journeys', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='journeys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'journey',
                'verbose_name_plural': 'journeys',
                'ordering': ['-start_date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PathAudience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='onboarding_paths', to='people.audience', verbose_name='audience')),
                ('path', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='assigned_audiences', to='onboarding.onboardingpathpage')),
            ],
            options={
                'verbose_name': 'audience of a path',
                'verbose_name_plural': 'audiences of paths',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PathStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('stage', models.CharField(choices=[('before', 'before day one'), ('week', 'first week'), ('month', 'first month'), ('quarter', 'first 90 days')], default='week', max_length=8, verbose_name='stage')),
                ('kind', models.CharField(choices=[('read', 'read a page'), ('acknowledge', 'confirm a policy'), ('task', 'do a task'), ('meet', 'meet a person'), ('introduce', 'introduce yourself'), ('ask', 'ask your first question')], default='read', max_length=12, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='what to do')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='how and why')),
                ('due_day', models.SmallIntegerField(blank=True, help_text='Empty: by the end of the stage. Negative: before the first day.', null=True, validators=[django.core.validators.MinValueValidator(-365), django.core.validators.MaxValueValidator(3650)], verbose_name='due … days after the first day')),
                ('whom', models.CharField(blank=True, choices=[('person', 'the person named'), ('buddy', 'the buddy'), ('manager', 'the manager'), ('head', 'the head of the department')], max_length=8, verbose_name='whom to meet')),
                ('message', models.TextField(blank=True, help_text='The newcomer can send it as it is or change it.', max_length=600, verbose_name='suggested message')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('path', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='onboarding.onboardingpathpage')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StepProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_key', models.UUIDField()),
                ('step_title', models.CharField(max_length=160)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('unclear', models.CharField(blank=True, max_length=500, verbose_name='what was unclear')),
                ('question', models.CharField(blank=True, max_length=500, verbose_name='question')),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('journey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='onboarding.journey')),
            ],
            options={
                'verbose_name': 'progress on a step',
                'verbose_name_plural': 'progress on steps',
            },
        ),
        migrations.AddConstraint(
            model_name='journey',
            constraint=models.UniqueConstraint(fields=('path', 'person'), name='walk_a_path_once'),
        ),
        migrations.AddConstraint(
            model_name='journey',
            constraint=models.CheckConstraint(condition=models.Q(('buddy__isnull', True), models.Q(('buddy', models.F('person')), _negated=True), _connector='OR'), name='nobody_is_their_own_buddy', violation_error_message='Somebody else must be the buddy.'),
        ),
        migrations.AddConstraint(
            model_name='stepprogress',
            constraint=models.UniqueConstraint(fields=('journey', 'step_key'), name='progress_once_a_step'),
        ),
    ]
