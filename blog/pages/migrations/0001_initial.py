import blog.pages.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import uuid
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
                ('body', blog.pages.fields.BodyField([], blank=True, verbose_name='body')),
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
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.contentpage')),
                ('kind', models.CharField(choices=[('lesson', 'lesson learned'), ('decision', 'decision'), ('how-to', 'how-to'), ('reference', 'reference')], default='lesson', max_length=10, verbose_name='kind')),
            ],
            options={
                'verbose_name': 'knowledge page',
                'verbose_name_plural': 'knowledge pages',
            },
            bases=('pages.contentpage',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.contentpage')),
                ('pinned_until', models.DateTimeField(blank=True, help_text='Until then it stands first on the start page and in the list.', null=True, verbose_name='pinned until')),
            ],
            options={
                'verbose_name': 'news',
                'verbose_name_plural': 'news',
            },
            bases=('pages.contentpage',),
        ),
        migrations.AddField(
            model_name='contentpage',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pages', to='pages.campaign', verbose_name='campaign'),
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
            name='PageAudience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressed_pages', to='people.audience', verbose_name='audience')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='addressed_audiences', to='pages.contentpage')),
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
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_topics', to='pages.contentpage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_topics', to='subjects.topic')),
            ],
        ),
        migrations.AddField(
            model_name='contentpage',
            name='topics',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='pages.PageTopic', to='subjects.Topic', verbose_name='topics'),
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
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='pages.contentpage')),
            ],
            options={
                'verbose_name': 'update',
                'verbose_name_plural': 'updates',
                'ordering': ['sort_order'],
                'abstract': False,
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
            name='GuidePage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.contentpage')),
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
            bases=('pages.contentpage', models.Model),
        ),
        migrations.CreateModel(
            name='ProjectPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.contentpage')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('active', 'in progress'), ('paused', 'paused'), ('finished', 'finished')], default='active', max_length=8, verbose_name='status')),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='start')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='end')),
                ('members', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='projects', to=settings.AUTH_USER_MODEL, verbose_name='team')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
            },
            bases=('pages.contentpage',),
        ),
        migrations.AddConstraint(
            model_name='pagetopic',
            constraint=models.UniqueConstraint(fields=('tag', 'content_object'), name='topic_once_a_page'),
        ),
        migrations.AddConstraint(
            model_name='projectpage',
            constraint=models.CheckConstraint(condition=models.Q(('start_date__isnull', True), ('end_date__isnull', True), ('end_date__gte', models.F('start_date')), _connector='OR'), name='project_ends_after_it_starts', violation_error_message='A project cannot end before it starts.'),
        ),
    ]
