import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import social.notifications.models.mail
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('activity', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailServer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True)),
                ('failures', models.PositiveSmallIntegerField(default=1)),
                ('silent_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_until', models.DateTimeField()),
                ('error', models.CharField(max_length=300)),
            ],
            options={
                'verbose_name': 'mail server in trouble',
                'verbose_name_plural': 'mail servers in trouble',
            },
        ),
        migrations.CreateModel(
            name='PushKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='vapid', max_length=20, unique=True)),
                ('private_key', models.TextField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'push key',
                'verbose_name_plural': 'push keys',
            },
        ),
        migrations.CreateModel(
            name='Undecided',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activity.event')),
            ],
            options={
                'verbose_name': 'undecided event',
                'verbose_name_plural': 'undecided events',
            },
        ),
        migrations.CreateModel(
            name='IncomingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=255, unique=True)),
                ('sender', models.EmailField(blank=True, max_length=254, verbose_name='sender')),
                ('recipient', models.CharField(blank=True, max_length=254, verbose_name='recipient')),
                ('outcome', models.CharField(choices=[('received', 'received'), ('comment', 'became a comment'), ('draft', 'became a draft'), ('ignored', 'ignored'), ('bounced', 'returned with a reason'), ('held', 'held back, its writer is asked'), ('thrown', 'thrown away by its writer')], default='received', max_length=8, verbose_name='outcome')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='reason')),
                ('subject_kind', models.CharField(blank=True, max_length=16)),
                ('subject_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('answer_subject', models.CharField(blank=True, max_length=200)),
                ('answer_html', models.TextField(blank=True)),
                ('received_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='received')),
                ('ending', models.CharField(blank=True, editable=False, max_length=16)),
                ('file', models.FileField(blank=True, editable=False, upload_to=social.notifications.models.mail.held_mail_path)),
                ('left_out', models.TextField(blank=True, editable=False, verbose_name='left out')),
                ('proposal', models.TextField(blank=True, editable=False)),
                ('text', models.TextField(blank=True, editable=False, verbose_name='text')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'incoming mail',
                'verbose_name_plural': 'incoming mails',
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('instant', 'at once'), ('daily', 'daily'), ('weekly', 'weekly'), ('answer', 'answer to a mail'), ('newsletter', 'newsletter'), ('queue', "the community managers' week"), ('other', 'account, workflow and the like')], max_length=12, verbose_name='kind')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sent', 'sent'), ('dropped', 'dropped: nothing left to tell'), ('failed', 'given up')], default='waiting', max_length=8, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='error')),
                ('about_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('address', models.EmailField(blank=True, help_text='Where it goes when that is not simply to the person.', max_length=254, verbose_name='address')),
                ('content', models.JSONField(blank=True, editable=False, null=True)),
                ('lines', models.TextField(blank=True, editable=False)),
                ('reply_key', models.CharField(blank=True, editable=False, max_length=60)),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='notifications.incomingmail')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
            },
        ),
        migrations.CreateModel(
            name='MailDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(max_length=50000, verbose_name='text')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_drafts', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='space')),
            ],
            options={
                'verbose_name': 'draft from a mail',
                'verbose_name_plural': 'drafts from mails',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='MailDraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=social.notifications.models.mail.draft_file_path)),
                ('name', models.CharField(max_length=160, verbose_name='file name')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='notifications.maildraft')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('occasion', models.CharField(choices=[('mention', 'Somebody mentions me'), ('reply', 'Somebody answers me'), ('task', 'A task for me, or news of one that I gave'), ('reminder', 'A reminder that I set'), ('comment', 'A comment in what I follow'), ('publication', 'A new page in what I follow'), ('update', 'A page that I follow is changed'), ('reaction', 'Somebody reacts to what I wrote'), ('thanks', 'My answer helped'), ('follower', 'Somebody follows me'), ('other', 'Messages from the community managers'), ('newsletter', 'A newsletter for me'), ('queue', 'What needs a hand, every week (community managers)')], max_length=12)),
                ('why', models.CharField(choices=[('mentioned', 'you were mentioned'), ('answered', 'it answers you'), ('assigned', 'it is your task'), ('given', 'you gave the task'), ('reminder', 'you asked to be reminded'), ('author', 'you wrote it'), ('directed', 'it is addressed to you'), ('thread', 'you follow the conversation'), ('page', 'you follow the page or what it lies in'), ('person', 'you follow the person'), ('topic', 'you follow the topic'), ('department', 'you follow the department')], max_length=12)),
                ('decision', models.CharField(choices=[('told', 'told'), ('own', 'not told: own action'), ('muted', 'not told: muted'), ('less', 'not told: the level asks for less'), ('restricted', 'not told: may not see it'), ('seen', 'not told: already seen on screen'), ('twice', 'not told: told of the same thing already'), ('unwanted', 'not told: switched off in the preferences')], max_length=12)),
                ('in_inbox', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='activity.event')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'E-mail'), ('push', 'Push')], max_length=4)),
                ('timing', models.CharField(choices=[('never', 'never'), ('instant', 'at once'), ('daily', 'daily'), ('weekly', 'weekly')], max_length=8)),
                ('due_at', models.DateTimeField()),
                ('held_by', models.CharField(blank=True, choices=[('quiet', 'held back by quiet hours'), ('absence', 'held back by an absence')], max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sent', 'sent'), ('dropped', 'dropped')], default='waiting', max_length=8)),
                ('why_dropped', models.CharField(blank=True, choices=[('seen', 'already seen on screen'), ('restricted', 'may not see it any more'), ('gone', 'deleted or hidden in the meantime'), ('unwanted', 'switched off in the meantime'), ('muted', 'muted in the meantime'), ('less', 'no longer followed, or less'), ('away', 'the account is not active'), ('unreachable', 'the address refused it')], max_length=12)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='notifications.mail')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notifications.notice')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='PersonalSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mails_off', models.BooleanField(default=False, verbose_name='No mails at all')),
                ('digest_time', models.TimeField(default=datetime.time(8, 0), verbose_name='time of the digest')),
                ('digest_weekday', models.PositiveSmallIntegerField(default=0, help_text='Monday is 0.', validators=[django.core.validators.MaxValueValidator(6)], verbose_name='day of the weekly digest')),
                ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='quiet from')),
                ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='quiet until')),
                ('quiet_at_weekends', models.BooleanField(default=False, verbose_name='quiet at weekends')),
                ('absent_from', models.DateField(blank=True, null=True, verbose_name='absent from')),
                ('absent_until', models.DateField(blank=True, null=True, verbose_name='absent until')),
                ('address_revision', models.PositiveIntegerField(default=0, editable=False)),
                ('links_since', models.DateTimeField(blank=True, editable=False, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notification_settings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notification settings',
                'verbose_name_plural': 'notification settings',
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('mention', 'Somebody mentions me'), ('reply', 'Somebody answers me'), ('task', 'A task for me, or news of one that I gave'), ('reminder', 'A reminder that I set'), ('comment', 'A comment in what I follow'), ('publication', 'A new page in what I follow'), ('update', 'A page that I follow is changed'), ('reaction', 'Somebody reacts to what I wrote'), ('thanks', 'My answer helped'), ('follower', 'Somebody follows me'), ('other', 'Messages from the community managers'), ('newsletter', 'A newsletter for me'), ('queue', 'What needs a hand, every week (community managers)')], max_length=12)),
                ('inbox', models.BooleanField(default=True)),
                ('mail', models.CharField(choices=[('never', 'never'), ('instant', 'at once'), ('daily', 'daily'), ('weekly', 'weekly')], default='never', max_length=8)),
                ('push', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notification preference',
                'verbose_name_plural': 'notification preferences',
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.URLField(max_length=500, unique=True)),
                ('p256dh', models.CharField(max_length=120)),
                ('auth', models.CharField(max_length=40)),
                ('browser', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'push subscription',
                'verbose_name_plural': 'push subscriptions',
            },
        ),
        migrations.CreateModel(
            name='SpaceMailRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carries_text', models.BooleanField(default=False, help_text='Otherwise mails name who did what, and link to it.', verbose_name='mails carry the text')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'rule for mails',
                'verbose_name_plural': 'rules for mails',
            },
        ),
        migrations.AddIndex(
            model_name='incomingmail',
            index=models.Index(fields=['person', 'received_at'], name='mail_in_of_person'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['id'], name='mail_waiting'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['person', 'kind'], name='mail_of_person'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['kind', 'about_id'], name='mail_about'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('reply_key', ''), _negated=True), fields=['reply_key'], name='mail_to_answer'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('in_inbox', True)), fields=['person', '-created_at'], name='notice_inbox'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('archived_at__isnull', True), ('in_inbox', True), ('read_at__isnull', True)), fields=['person', 'page'], name='notice_unread'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'event'), name='person_and_event_decided_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('in_inbox', False), ('decision', 'told'), _connector='OR'), name='inbox_holds_only_what_was_told'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('mail__isnull', True), ('state', 'waiting')), fields=['channel', 'due_at'], name='delivery_waiting'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('notice', 'channel'), name='notice_delivered_once_by_each_channel'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state', 'waiting')), models.Q(('finished_at__isnull', False), ('state__in', ['sent', 'dropped'])), _connector='OR'), name='delivery_is_finished_when_sent_or_dropped'),
        ),
        migrations.AddConstraint(
            model_name='personalsettings',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='quiet_hours_have_both_ends', violation_error_message='Give both ends of the quiet hours.'),
        ),
        migrations.AddConstraint(
            model_name='personalsettings',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('absent_from__isnull', True), ('absent_until__isnull', True)), ('absent_until__gte', models.F('absent_from')), _connector='OR'), name='absence_ends_after_it_begins', violation_error_message='An absence ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='preference',
            constraint=models.UniqueConstraint(fields=('person', 'occasion'), name='preference_once'),
        ),
    ]
