import blog.fields
import blog.models.events
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import social.subjects.deletion
import uuid
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
        ('people', '0001_initial'),
        ('subjects', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailsearchpromotions', '0008_query_verbose_name'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='Two sentences that say the point.', max_length=600, verbose_name='lead')),
                ('body', blog.fields.BodyField([], blank=True, verbose_name='body')),
                ('reading_minutes', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('restricted', models.BooleanField(default=False, help_text='For everybody else the page does not exist, in lists and search neither.', verbose_name='only these people may see it')),
                ('notification', models.CharField(choices=[('now', 'at once'), ('digest', 'in the digest'), ('none', 'not at all')], default='digest', help_text='What happens when the page is published for the first time.', max_length=6, verbose_name='tell people')),
                ('says_the_same', models.BooleanField(default=True, help_text='Clear this when you correct only this language version.', verbose_name='says the same as the other language')),
                ('author', models.ForeignKey(blank=True, help_text='Who speaks on this page; you, unless you choose somebody else.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='authored_pages', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
            },
            bases=('wagtailcore.page',),
        ),
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
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'news section',
                'verbose_name_plural': 'news sections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=250, verbose_name='question')),
                ('question_en', models.CharField(blank=True, max_length=250, verbose_name='question in English')),
                ('is_multiple', models.BooleanField(default=False, verbose_name='more than one answer allowed')),
                ('is_anonymous', models.BooleanField(default=True, help_text='Stored so that nobody, administrators included, can tell who chose what.', verbose_name='anonymous')),
                ('closes_at', models.DateTimeField(blank=True, help_text='An anonymous poll needs a day: its results appear when it has closed.', null=True, verbose_name='closes')),
            ],
            options={
                'verbose_name': 'poll',
                'verbose_name_plural': 'polls',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'project section',
                'verbose_name_plural': 'project sections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='QuestionIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'question section',
                'verbose_name_plural': 'question sections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ApprovalTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'approval with reasons',
                'verbose_name_plural': 'approvals with reasons',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='CalendarToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=blog.models.events.new_token, max_length=64, unique=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_token', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'calendar address',
                'verbose_name_plural': 'calendar addresses',
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('goal', models.CharField(blank=True, help_text='What will be different afterwards?', max_length=300, verbose_name='goal')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='start')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='end')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ['-starts_on', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='campaign_ends_after_it_starts', violation_error_message='A campaign cannot end before it starts.')],
            },
        ),
        migrations.CreateModel(
            name='KnowledgePage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='blog.contentpage')),
                ('kind', models.CharField(choices=[('lesson', 'lesson learned'), ('decision', 'decision'), ('how-to', 'how-to'), ('reference', 'reference')], default='lesson', max_length=10, verbose_name='kind')),
            ],
            options={
                'verbose_name': 'knowledge page',
                'verbose_name_plural': 'knowledge pages',
            },
            bases=('blog.contentpage',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='blog.contentpage')),
                ('pinned_until', models.DateTimeField(blank=True, help_text='Until then it stands first on the start page and in the list.', null=True, verbose_name='pinned until')),
            ],
            options={
                'verbose_name': 'news',
                'verbose_name_plural': 'news',
            },
            bases=('blog.contentpage',),
        ),
        migrations.AddField(
            model_name='contentpage',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pages', to='blog.campaign', verbose_name='campaign'),
        ),
        migrations.AddField(
            model_name='contentpage',
            name='cover',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='cover picture'),
        ),
        migrations.AddField(
            model_name='contentpage',
            name='on_behalf_of',
            field=models.ForeignKey(blank=True, help_text='Whose words these are, when the author writes for somebody else.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='on behalf of'),
        ),
        migrations.AddField(
            model_name='contentpage',
            name='on_behalf_of_department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.department', verbose_name='or of the department'),
        ),
        migrations.CreateModel(
            name='GuideIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='introduction')),
                ('review_months', models.PositiveSmallIntegerField(blank=True, help_text='Empty: as on the page above. 0: never.', null=True, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='review every … months')),
                ('caretaker', models.ForeignKey(blank=True, help_text='Keeps the page true and hears from readers. Empty: as on the page above.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked after by')),
                ('caretaker_department', models.ForeignKey(blank=True, help_text='Its head is asked when no person is named.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.department', verbose_name='or by the department')),
            ],
            options={
                'verbose_name': 'guide section',
                'verbose_name_plural': 'guide sections',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='MustRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('due_on', models.DateField(verbose_name='by')),
                ('days_for_newcomers', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MaxValueValidator(3650)], verbose_name='days for people who join the audience later')),
                ('asked_since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='must_reads', to='people.audience', verbose_name='who must confirm')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='must_reads', to='blog.contentpage')),
            ],
            options={
                'verbose_name': 'must-read',
                'verbose_name_plural': 'must-reads',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Newsletter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_pl', models.CharField(max_length=120, verbose_name='subject in Polish')),
                ('subject_en', models.CharField(max_length=120, verbose_name='subject in English')),
                ('intro_pl', models.TextField(blank=True, max_length=1000, verbose_name='greeting in Polish')),
                ('intro_en', models.TextField(blank=True, max_length=1000, verbose_name='greeting in English')),
                ('send_at', models.DateTimeField(blank=True, help_text='Empty: not sent yet, still a draft.', null=True, verbose_name='send at')),
                ('started_at', models.DateTimeField(editable=False, null=True)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='newsletters', to='people.audience', verbose_name='audience')),
            ],
            options={
                'verbose_name': 'newsletter',
                'verbose_name_plural': 'newsletters',
                'ordering': ['-pk'],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='NewsletterItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('newsletter', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='blog.newsletter')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'page of a newsletter',
                'verbose_name_plural': 'pages of newsletters',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PageAudience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressed_pages', to='people.audience', verbose_name='audience')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='addressed_audiences', to='blog.contentpage')),
            ],
            options={
                'verbose_name': 'audience of a page',
                'verbose_name_plural': 'audiences of pages',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PageTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_topics', to='blog.contentpage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_topics', to='subjects.topic')),
            ],
        ),
        migrations.AddField(
            model_name='contentpage',
            name='topics',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='blog.PageTopic', to='subjects.Topic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='PageUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('date', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('kind', models.CharField(choices=[('minor', 'small correction'), ('material', 'material change')], default='minor', help_text='A material change asks again those who must confirm reading.', max_length=8, verbose_name='kind')),
                ('note', models.CharField(max_length=300, verbose_name='what changed')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='blog.contentpage')),
            ],
            options={
                'verbose_name': 'update',
                'verbose_name_plural': 'updates',
                'ordering': ['sort_order'],
                'abstract': False,
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
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to=settings.AUTH_USER_MODEL)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='blog.poll')),
            ],
            options={
                'verbose_name': 'ballot',
                'verbose_name_plural': 'ballots',
            },
        ),
        migrations.CreateModel(
            name='PollOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.CharField(max_length=200, verbose_name='text')),
                ('text_en', models.CharField(blank=True, max_length=200, verbose_name='text in English')),
                ('anonymous_votes', models.PositiveIntegerField(default=0, editable=False)),
                ('poll', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='blog.poll')),
            ],
            options={
                'verbose_name': 'option',
                'verbose_name_plural': 'options',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PollVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='blog.ballot')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='blog.polloption')),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
            },
        ),
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
            name='TranslationState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matched_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='translation_state', to=settings.WAGTAIL_PAGE_MODEL)),
                ('source_revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'state of a translation',
                'verbose_name_plural': 'states of translations',
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
            name='AlertBanner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_pl', models.CharField(max_length=200, verbose_name='text in Polish')),
                ('text_en', models.CharField(max_length=200, verbose_name='text in English')),
                ('tone', models.CharField(choices=[('info', 'information'), ('warning', 'warning'), ('danger', 'danger')], default='warning', max_length=8, verbose_name='tone')),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='start')),
                ('ends_at', models.DateTimeField(verbose_name='end')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page with more')),
            ],
            options={
                'verbose_name': 'alert banner',
                'verbose_name_plural': 'alert banners',
                'ordering': ['-starts_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='alert_ends_after_it_starts', violation_error_message='The banner would end before it starts.')],
            },
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='blog.contentpage')),
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
            bases=('blog.contentpage',),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('going', 'going'), ('waiting', 'on the waiting list')], max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=social.subjects.deletion.keep_with_other_language, related_name='attendances', to='blog.eventpage')),
            ],
            options={
                'verbose_name': 'sign-up',
                'verbose_name_plural': 'sign-ups',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GuidePage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='blog.contentpage')),
                ('review_months', models.PositiveSmallIntegerField(blank=True, help_text='Empty: as on the page above. 0: never.', null=True, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='review every … months')),
                ('written_from_comment', models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ('caretaker', models.ForeignKey(blank=True, help_text='Keeps the page true and hears from readers. Empty: as on the page above.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked after by')),
                ('caretaker_department', models.ForeignKey(blank=True, help_text='Its head is asked when no person is named.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.department', verbose_name='or by the department')),
                ('contributors', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='contributed_guides', to=settings.AUTH_USER_MODEL, verbose_name='with thanks to')),
                ('written_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='written from the conversation on')),
            ],
            options={
                'verbose_name': 'guide',
                'verbose_name_plural': 'guides',
            },
            bases=('blog.contentpage', models.Model),
        ),
        migrations.CreateModel(
            name='ProjectPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='blog.contentpage')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('active', 'in progress'), ('paused', 'paused'), ('finished', 'finished')], default='active', max_length=8, verbose_name='status')),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='start')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='end')),
                ('members', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='projects', to=settings.AUTH_USER_MODEL, verbose_name='team')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
            },
            bases=('blog.contentpage',),
        ),
        migrations.CreateModel(
            name='QuestionPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='blog.contentpage')),
                ('to_leadership', models.BooleanField(default=False, help_text='A named leader answers, for all to see.', verbose_name='to the board')),
                ('addressed_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions_to_answer', to=settings.AUTH_USER_MODEL, verbose_name='who should answer')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
            },
            bases=('blog.contentpage',),
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
        migrations.CreateModel(
            name='NewsletterDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='blog.newsletter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'newsletter sent',
                'verbose_name_plural': 'newsletters sent',
                'constraints': [models.UniqueConstraint(fields=('newsletter', 'person'), name='newsletter_once_a_person')],
            },
        ),
        migrations.AddConstraint(
            model_name='pagetopic',
            constraint=models.UniqueConstraint(fields=('tag', 'content_object'), name='topic_once_a_page'),
        ),
        migrations.AddConstraint(
            model_name='pageversion',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='page_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='pageversion',
            constraint=models.UniqueConstraint(fields=('page', 'update_key'), name='page_version_update_once'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('poll', 'person'), name='vote_once_in_a_poll'),
        ),
        migrations.AddConstraint(
            model_name='pollvote',
            constraint=models.UniqueConstraint(fields=('ballot', 'option'), name='vote_for_an_option_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('event', 'person'), name='sign_up_once_an_event'),
        ),
        migrations.AddConstraint(
            model_name='projectpage',
            constraint=models.CheckConstraint(condition=models.Q(('start_date__isnull', True), ('end_date__isnull', True), ('end_date__gte', models.F('start_date')), _connector='OR'), name='project_ends_after_it_starts', violation_error_message='A project cannot end before it starts.'),
        ),
    ]
