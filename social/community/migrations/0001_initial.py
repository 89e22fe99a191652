import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import social.community.models.room
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
            name='Ambassador',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=600, verbose_name='in your own words')),
                ('is_candidate', models.BooleanField(default=True, verbose_name='I would be an ambassador')),
                ('is_helper', models.BooleanField(default=False, verbose_name='ask me when a question stays open')),
                ('is_buddy', models.BooleanField(default=False, verbose_name='I would look after a newcomer')),
                ('likes_new_tools', models.BooleanField(default=False, verbose_name='I like to try new ways of working and new tools')),
                ('appointed_on', models.DateField(blank=True, null=True)),
                ('thanked_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_on', models.DateField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'volunteer',
                'verbose_name_plural': 'volunteers',
            },
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens_on', models.DateField(unique=True)),
                ('closes_on', models.DateField()),
                ('invited', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-opens_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gt', models.F('opens_on'))), name='pulse_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.JSONField(default=dict)),
                ('interactions', models.PositiveIntegerField(default=0)),
                ('contacts', models.PositiveIntegerField(default=0)),
                ('window_start', models.DateField()),
                ('window_end', models.DateField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_says', models.BooleanField(null=True)),
                ('second_says', models.BooleanField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='subjects.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='introduced_once'), models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='introduced_to_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=16)),
                ('key', models.CharField(max_length=80)),
                ('data', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('dismissed', 'dismissed'), ('solved', 'settled by itself')], default='open', max_length=9)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('hidden_until', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('outcome', models.CharField(blank=True, choices=[('helped', 'it helped'), ('no-change', 'nothing changed'), ('not-needed', 'was not needed')], max_length=10)),
                ('held_out', models.BooleanField(default=False)),
                ('acted_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, help_text='When its cause was gone, whoever closed it.', null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'created_at'],
                'indexes': [models.Index(fields=['state', 'due_on'], name='item_state_due')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'key'), name='each_item_once')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=16)),
                ('detail', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('viewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['person', 'created_at'], name='look_person_created')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=4)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'person'), name='muted_once')],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=400, verbose_name='why')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('declined', 'declined')], default='waiting', max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('nominated_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'nominated_by'), name='nominated_once_by_each_colleague'), models.CheckConstraint(condition=models.Q(('person', models.F('nominated_by')), _negated=True), name='nobody_nominates_themselves')],
            },
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=4)),
                ('key', models.CharField(max_length=80)),
                ('data', models.JSONField(default=dict)),
                ('held_out', models.BooleanField(default=False)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('acted_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, help_text='When its cause was gone, whoever put it away.', null=True)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-sent_at'],
                'indexes': [models.Index(fields=['person', 'closed_at'], name='nudge_person_open')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'key', 'person'), name='each_hint_once')],
            },
        ),
        migrations.CreateModel(
            name='PulseReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pulse', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='community.pulse')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pulse', 'person'), name='one_reply_a_person')],
            },
        ),
        migrations.CreateModel(
            name='PulseTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.PositiveSmallIntegerField()),
                ('answer', models.PositiveSmallIntegerField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('pulse', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='community.pulse')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pulse', 'item', 'answer'), name='one_tally_an_answer'), models.CheckConstraint(condition=models.Q(('answer__gte', 1), ('answer__lte', 5), ('item__lte', 7)), name='pulse_scale')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.DateField()),
                ('language', models.CharField(max_length=8)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('text', models.TextField(help_text='Markdown. A reference such as [A1] links to its evidence.', verbose_name='text')),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-period', 'language'],
                'constraints': [models.UniqueConstraint(fields=('period', 'language'), name='one_report_a_month')],
            },
        ),
        migrations.CreateModel(
            name='RoomSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people_parts', models.BooleanField(default=True, help_text='Switch off when the works council or the law asks for it.', verbose_name='profiles, volunteers, planner and introductions')),
                ('least_people', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(10)], verbose_name='people in a shown cell')),
                ('least_contributors', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(5)], verbose_name='contributors in a shown cell')),
                ('most_dominance', models.FloatField(default=0.5, validators=[django.core.validators.MinValueValidator(0.05), django.core.validators.MaxValueValidator(0.5)], verbose_name='largest share of one person')),
                ('unit_depth', models.PositiveSmallIntegerField(blank=True, help_text='At which depth departments are compared; empty: the highest that are several.', null=True, verbose_name='level of the department tree')),
                ('opens', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='the working day starts at')),
                ('closes', models.PositiveSmallIntegerField(default=16, validators=[django.core.validators.MaxValueValidator(24)], verbose_name='and ends at')),
                ('polish_holidays', models.BooleanField(default=True, verbose_name='public holidays of Poland are free')),
                ('answer_target', models.PositiveSmallIntegerField(blank=True, help_text='Your own target for the time to a first answer; empty: none.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='half of the questions answered within, working hours')),
                ('weights', models.JSONField(default=social.community.models.room.default_weights, editable=False)),
                ('weekly_mail', models.BooleanField(default=True, verbose_name='send the weekly mail')),
                ('deputy_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('hand_over', models.TextField(blank=True, max_length=4000, verbose_name='hand-over note')),
                ('refresh_progress', models.PositiveSmallIntegerField(default=100, editable=False)),
                ('refreshed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('summary', models.JSONField(default=dict, editable=False)),
                ('group_numbers', models.BooleanField(default=True, help_text="Reach, onboarding, campaigns and this room's numbers. Switched off, none is computed or shown anywhere.", verbose_name='numbers about groups')),
                ('merged_name', models.CharField(blank=True, help_text='Departments too small to be shown are counted together, always in the same group.', max_length=60, verbose_name='name of the group of small departments')),
                ('deputy', models.ForeignKey(blank=True, help_text='A community manager who covers the queue while you are away: hears of it with the hand-over note, and new lines of the queue are theirs.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deputy')),
                ('leaders_from', models.ForeignKey(blank=True, help_text='Usually directors; empty: only the board. At least five leaders are needed.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.level', verbose_name='leaders start at this level')),
            ],
            options={
                'verbose_name': 'community room settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_room_settings'), models.CheckConstraint(condition=models.Q(('least_contributors__gte', 5), ('least_people__gte', 10), ('most_dominance__lte', 0.5)), name='privacy_limits_are_not_loosened'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens')), ('closes__lte', 24)), name='working_day_has_hours')],
            },
        ),
    ]
