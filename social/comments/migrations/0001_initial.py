import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import social.comments.models.writing
import social.subjects.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('django_comments_xtd', '0008_auto_20200920_2037'),
        ('people', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConversationSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread_depth', models.PositiveSmallIntegerField(default=2, help_text='Answers to deeper comments are shown beside them.', validators=[django.core.validators.MaxValueValidator(6)], verbose_name='depth of threads')),
                ('edit_minutes', models.PositiveIntegerField(default=60, help_text='0 means always.', validators=[django.core.validators.MaxValueValidator(525600)], verbose_name='minutes in which one may edit')),
                ('close_after_days', models.PositiveIntegerField(blank=True, help_text="Counted from a page's publication; pages may have rules of their own.", null=True, validators=[django.core.validators.MaxValueValidator(36500)], verbose_name='read-only after days')),
                ('attachment_megabytes', models.PositiveSmallIntegerField(default=10, verbose_name='largest attachment in megabytes')),
                ('moderated_first_comments', models.PositiveSmallIntegerField(default=0, help_text='How many comments of a new person a community manager reads first.', verbose_name='first comments that wait for approval')),
                ('watched_words', models.TextField(blank=True, help_text='One a line. A comment with one of them waits for approval. * stands for any letters.', verbose_name='watched words')),
                ('most_links', models.PositiveSmallIntegerField(default=5, help_text='A comment with more links waits.', verbose_name='links without approval')),
                ('new_person_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MaxValueValidator(3650)], verbose_name='days that a person is new')),
                ('comments_per_hour', models.PositiveIntegerField(default=60, verbose_name='comments in an hour')),
                ('comments_per_hour_new', models.PositiveIntegerField(default=20, verbose_name='comments in an hour for new people')),
                ('comments_per_minute', models.PositiveIntegerField(default=8, verbose_name='comments in a minute')),
            ],
            options={
                'verbose_name': 'conversation',
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.FileField(upload_to=social.comments.models.writing.attachment_path)),
                ('name', models.CharField(max_length=160, verbose_name='file name')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description for people who cannot see it')),
                ('media_type', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField(help_text='Bytes.')),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AttachmentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting to be read'), ('read', 'read'), ('empty', 'holds no text'), ('failed', 'cannot be read')], default='waiting', max_length=8, verbose_name='state')),
                ('text', models.TextField(blank=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('empty_pages', models.PositiveIntegerField(default=0, help_text='Pages without text: most likely scanned.')),
                ('language', models.CharField(blank=True, max_length=8)),
                ('file_hash', models.CharField(blank=True, max_length=40)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('readers', models.PositiveSmallIntegerField(default=0)),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='extracted', to='comments.attachment', verbose_name='attachment')),
            ],
            options={
                'verbose_name': 'text of an attachment',
                'verbose_name_plural': 'texts of attachments',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('xtdcomment_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='rynek_comment', serialize=False, to='django_comments_xtd.xtdcomment')),
                ('body_html', models.TextField(editable=False)),
                ('language', models.CharField(blank=True, choices=[('pl', 'Polish'), ('en', 'English')], max_length=8)),
                ('token', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('is_question', models.BooleanField(default=False, verbose_name='question')),
                ('accepted_at', models.DateTimeField(blank=True, help_text='Since when this is the accepted answer.', null=True)),
                ('helpful_count', models.PositiveIntegerField(default=0, editable=False)),
                ('is_locked', models.BooleanField(default=False, help_text='On a root: nobody answers in this thread any more.')),
                ('removal', models.CharField(blank=True, choices=[('', 'not removed'), ('deleted', 'deleted by its author'), ('hidden', 'hidden by a community manager')], default='', max_length=8)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removal_reason', models.CharField(blank=True, max_length=500)),
                ('accepted_answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answered_question', to='comments.comment')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers_accepted', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(help_text='The version that existed first, when the page has several languages.', on_delete=social.subjects.deletion.keep_with_other_language, related_name='conversation_comments', to=settings.WAGTAIL_PAGE_MODEL)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments_removed', to=settings.AUTH_USER_MODEL)),
                ('root', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='branch', to='comments.comment')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['pk'],
                'permissions': [('moderate_comment', 'Can moderate comment')],
            },
            bases=(modelsearch.index.Indexed, 'django_comments_xtd.xtdcomment', models.Model),
        ),
        migrations.AddField(
            model_name='attachment',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='comments.comment'),
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reported', 'reported'), ('first', 'first comment of a new person'), ('word', 'watched word'), ('links', 'many links'), ('fast', 'written very fast'), ('appeal', 'appeal')], max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('unkind', 'It is unkind or offends somebody'), ('private', 'It shows personal or confidential information'), ('off-topic', 'It belongs somewhere else'), ('wrong', 'It is wrong or misleads'), ('spam', 'It is advertising or spam'), ('other', 'Something else')], max_length=10)),
                ('note', models.TextField(blank=True, max_length=1000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('approved', 'approved'), ('hidden', 'hidden'), ('kept', 'stays hidden'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='concerns_closed', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='comments.comment')),
                ('raised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='concerns_raised', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'concern',
                'verbose_name_plural': 'concerns',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('page', models.OneToOneField(on_delete=social.subjects.deletion.keep_with_other_language, primary_key=True, related_name='conversation', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('comment_count', models.PositiveIntegerField(default=0)),
                ('thread_count', models.PositiveIntegerField(default=0)),
                ('is_question', models.BooleanField(default=False)),
                ('accepted_answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answered_page', to='comments.comment')),
            ],
            options={
                'verbose_name': 'conversation',
                'verbose_name_plural': 'conversations',
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='comments.comment')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='people.department')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(blank=True, choices=[('', 'as the page above it'), ('open', 'open'), ('read-only', 'read-only: what was said stays visible'), ('off', 'off: no comments are shown')], max_length=10, verbose_name='comments')),
                ('close_after_days', models.PositiveIntegerField(blank=True, help_text='Counted from publication. Leave empty to take it from the page above.', null=True, validators=[django.core.validators.MaxValueValidator(36500)], verbose_name='read-only after days')),
                ('is_for_subpages', models.BooleanField(default=True, verbose_name='also for the pages below')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='conversation_policy', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'rule for comments',
                'verbose_name_plural': 'rules for comments',
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen', models.PositiveBigIntegerField(default=0, help_text='The newest comment seen.')),
                ('visit_start', models.PositiveBigIntegerField(default=0)),
                ('seen_at', models.DateTimeField()),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('warning', 'warning'), ('pause', 'pause from writing')], max_length=8)),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='comments.comment')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'warning or pause',
                'verbose_name_plural': 'warnings and pauses',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('body_html', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='comments.comment')),
            ],
            options={
                'verbose_name': 'earlier version',
                'verbose_name_plural': 'earlier versions',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['page', 'root', 'xtdcomment_ptr'], name='comment_page_threads'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['page', 'root', 'helpful_count', 'xtdcomment_ptr'], name='comment_page_helpful'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('is_question', True)), fields=['is_question', 'accepted_answer'], name='comment_open_questions'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removal', ''), ('removed_at__isnull', True)), models.Q(models.Q(('removal', ''), _negated=True), ('removed_at__isnull', False)), _connector='OR'), name='comment_removal_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_answer__isnull', True), ('is_question', True), _connector='OR'), name='comment_only_questions_have_answers'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['closed_at', 'created_at'], name='concern_open'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True), ('kind', 'reported')), fields=('comment', 'raised_by'), name='concern_reported_once_by_each_person'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'appeal')), fields=('comment',), name='concern_one_appeal_for_each_comment'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_answer__isnull', True), ('is_question', True), _connector='OR'), name='conversation_only_questions_have_answers'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', True), ('person__isnull', False)), models.Q(('department__isnull', False), ('person__isnull', True)), _connector='OR'), name='mention_names_a_person_or_a_department'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('comment', 'person'), name='mention_once_for_comment_and_person'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(condition=models.Q(('department__isnull', False)), fields=('comment', 'department'), name='mention_once_for_comment_and_department'),
        ),
        migrations.AddConstraint(
            model_name='readmark',
            constraint=models.UniqueConstraint(fields=('person', 'page'), name='one_read_mark_for_person_and_page'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pause'), _negated=True), ('until__isnull', False), _connector='OR'), name='sanction_pause_has_an_end'),
        ),
    ]
