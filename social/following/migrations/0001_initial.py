import django.db.models.deletion
import django.utils.timezone
import social.subjects.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('people', '0001_initial'),
        ('subjects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Folder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmark_folders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bookmark folder',
                'verbose_name_plural': 'bookmark folders',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(default='page', max_length=16)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to=settings.AUTH_USER_MODEL)),
                ('folder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bookmarks', to='following.folder', verbose_name='folder')),
            ],
            options={
                'verbose_name': 'bookmark',
                'verbose_name_plural': 'bookmarks',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('page', 'pages'), ('thread', 'conversations'), ('person', 'people'), ('topic', 'topics'), ('department', 'departments')], max_length=10)),
                ('level', models.CharField(choices=[('all', 'Everything'), ('new', 'New pages only'), ('mentions', 'Only mentions and replies to me'), ('muted', 'Muted')], default='all', max_length=8)),
                ('thread_id', models.PositiveBigIntegerField(blank=True, db_index=True, null=True)),
                ('is_automatic', models.BooleanField(default=False, help_text='Followed because of writing there, not by choice.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('colleague', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followers', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='people.department')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=social.subjects.deletion.keep_with_other_language, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='subjects.topic')),
            ],
            options={
                'verbose_name': 'follow',
                'verbose_name_plural': 'follows',
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(default='page', max_length=16)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('kind', models.CharField(choices=[('reminder', 'reminder'), ('task', 'task')], max_length=8)),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('declined', 'declined')], default='open', max_length=8)),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('reason', models.TextField(blank=True, max_length=500, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_at', models.DateTimeField(blank=True, null=True)),
                ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('creator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_ups_given', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'follow-up',
                'verbose_name_plural': 'follow-ups',
            },
        ),
        migrations.CreateModel(
            name='Habits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('follows_what_they_write', models.BooleanField(default=True, verbose_name='Follow conversations I write in')),
                ('calendar_key', models.CharField(blank=True, max_length=43, null=True, unique=True)),
                ('looked_at', models.DateTimeField(blank=True, null=True)),
                ('seen_until', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='habits', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'habits',
                'verbose_name_plural': 'habits',
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('page', 'pages'), ('thread', 'conversations'), ('person', 'people'), ('topic', 'topics'), ('department', 'departments')], max_length=10)),
                ('followed_id', models.PositiveBigIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissed_suggestions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'dismissed suggestion',
                'verbose_name_plural': 'dismissed suggestions',
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'followed_id'), name='suggestion_dismissed_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='folder',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='folder_name_is_unique_for_each_person', violation_error_message='You have a folder of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='bookmark',
            constraint=models.UniqueConstraint(fields=('person', 'subject_kind', 'subject_id'), name='subject_bookmarked_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('colleague__isnull', True), ('department__isnull', True), ('kind', 'page'), ('page__isnull', False), ('thread_id__isnull', True), ('topic__isnull', True)), models.Q(('colleague__isnull', True), ('department__isnull', True), ('kind', 'thread'), ('page__isnull', False), ('thread_id__isnull', False), ('topic__isnull', True)), models.Q(('colleague__isnull', False), ('department__isnull', True), ('kind', 'person'), ('page__isnull', True), ('thread_id__isnull', True), ('topic__isnull', True)), models.Q(('colleague__isnull', True), ('department__isnull', True), ('kind', 'topic'), ('page__isnull', True), ('thread_id__isnull', True), ('topic__isnull', False)), models.Q(('colleague__isnull', True), ('department__isnull', False), ('kind', 'department'), ('page__isnull', True), ('thread_id__isnull', True), ('topic__isnull', True)), _connector='OR'), name='follow_names_what_its_kind_says'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.CheckConstraint(condition=models.Q(('colleague__isnull', True), models.Q(('colleague', models.F('person')), _negated=True), _connector='OR'), name='nobody_follows_themselves'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'page')), fields=('person', 'page'), name='follow_page_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'thread')), fields=('person', 'thread_id'), name='follow_thread_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'person')), fields=('person', 'colleague'), name='follow_person_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'topic')), fields=('person', 'topic'), name='follow_topic_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'department')), fields=('person', 'department'), name='follow_department_once'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['assignee', 'state', 'due_at'], name='followup_list'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['subject_kind', 'subject_id'], name='followup_subject'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('reminded_at__isnull', True), ('state', 'open')), fields=['due_at'], name='followup_to_remind'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state__in', ['done', 'declined'])), _connector='OR'), name='follow_up_is_closed_when_done_or_declined'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='follow_up_is_declined_with_a_reason'),
        ),
    ]
