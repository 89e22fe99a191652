import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import social.people.zones
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Language',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'language',
                'verbose_name_plural': 'languages',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('rank', models.PositiveSmallIntegerField(unique=True, verbose_name='rank')),
                ('is_board', models.BooleanField(default=False, verbose_name='board')),
            ],
            options={
                'verbose_name': 'level',
                'verbose_name_plural': 'levels',
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='city')),
                ('country', models.CharField(default='PL', max_length=2, verbose_name='country code')),
                ('time_zone', social.people.zones.TimeZoneField(default='Europe/Warsaw', max_length=60, verbose_name='time zone')),
            ],
            options={
                'verbose_name': 'location',
                'verbose_name_plural': 'locations',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=160)),
            ],
            options={
                'verbose_name': 'skill',
                'verbose_name_plural': 'skills',
                'ordering': ['sort_key'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('first_name', models.CharField(max_length=80, verbose_name='first name')),
                ('last_name', models.CharField(max_length=80, verbose_name='last name')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=400)),
                ('folded_name', models.CharField(db_index=True, default='', editable=False, max_length=200)),
                ('is_active', models.BooleanField(default=True, help_text='Clear this when somebody leaves the company.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='account created')),
                ('photo', models.ImageField(blank=True, upload_to='photos/', verbose_name='photo')),
                ('thumbnail', models.ImageField(blank=True, editable=False, upload_to='photos/')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('about', models.TextField(blank=True, help_text='What can colleagues ask you about?', max_length=2000, verbose_name='about me')),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='first day at work')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='last day at work')),
                ('working_time', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='working time in percent')),
                ('language', models.CharField(blank=True, choices=[('pl', 'Polish'), ('en', 'English')], max_length=8, verbose_name='language of the site')),
                ('time_zone', social.people.zones.TimeZoneField(blank=True, max_length=60, verbose_name='time zone')),
                ('session_epoch', models.PositiveIntegerField(default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='manager')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['sort_key', 'pk'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='description')),
                ('size', models.PositiveIntegerField(default=0, editable=False, verbose_name='people')),
                ('group', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group')),
            ],
            options={
                'verbose_name': 'audience',
                'verbose_name_plural': 'audiences',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Brake',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('tries', models.FloatField(default=0)),
                ('last_at', models.DateTimeField()),
                ('closed_until', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['last_at'], name='brake_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=140, unique=True)),
                ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='heads_departments', to=settings.AUTH_USER_MODEL, verbose_name='head')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name='user',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='people.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='user',
            name='languages',
            field=models.ManyToManyField(blank=True, related_name='people', to='people.language', verbose_name='languages'),
        ),
        migrations.AddField(
            model_name='user',
            name='level',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='people.level', verbose_name='level'),
        ),
        migrations.AddField(
            model_name='user',
            name='location',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='people.location', verbose_name='location'),
        ),
        migrations.AddField(
            model_name='user',
            name='skills',
            field=models.ManyToManyField(blank=True, related_name='people', to='people.skill', verbose_name='skills'),
        ),
        migrations.CreateModel(
            name='AudienceMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('audience', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.audience')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audience_memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'member of an audience',
                'verbose_name_plural': 'members of audiences',
                'constraints': [models.UniqueConstraint(fields=('audience', 'person'), name='member_once_an_audience')],
            },
        ),
        migrations.CreateModel(
            name='AudienceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('excludes', models.BooleanField(default=False, help_text='People who match are left out, whatever other rules say.', verbose_name='leave these people out')),
                ('everybody', models.BooleanField(default=False, verbose_name='everybody in the company')),
                ('needs_attention', models.BooleanField(default=False, editable=False, help_text='The only value of a condition was deleted; the rule matches nobody.')),
                ('with_subdepartments', models.BooleanField(default=True, verbose_name='with all that lies below')),
                ('started_from', models.DateField(blank=True, null=True, verbose_name='started work on or after')),
                ('started_until', models.DateField(blank=True, null=True, verbose_name='started work on or before')),
                ('started_within_days', models.PositiveSmallIntegerField(blank=True, help_text='Also people whose first day is still to come.', null=True, validators=[django.core.validators.MaxValueValidator(20000)], verbose_name='started in the last … days')),
                ('audience', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='people.audience')),
                ('groups', modelcluster.fields.ParentalManyToManyField(blank=True, limit_choices_to=models.Q(('name__startswith', 'audience:'), _negated=True), related_name='+', to='auth.group', verbose_name='groups')),
                ('people', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='people by name')),
                ('departments', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='people.department', verbose_name='departments')),
                ('languages', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='people.language', verbose_name='languages')),
                ('levels', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='people.level', verbose_name='levels')),
                ('locations', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='people.location', verbose_name='locations')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('started_from__isnull', True), ('started_until__isnull', True), ('started_until__gte', models.F('started_from')), _connector='OR'), name='audience_rule_ends_after_it_starts', violation_error_message='The later date lies before the earlier one.')],
            },
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=200)),
                ('subject', models.CharField(max_length=255)),
                ('how', models.CharField(choices=[('new', 'account made then'), ('email', 'by confirmed e-mail address'), ('password', 'confirmed with the password')], max_length=10)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'link to single sign-on',
                'verbose_name_plural': 'links to single sign-on',
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='sign_in_link_names_one_person'), models.UniqueConstraint(fields=('issuer', 'person'), name='person_has_one_sign_in_link_per_issuer')],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='person_email_is_unique_in_any_case', violation_error_message='Somebody has this e-mail address already.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('manager__isnull', True), models.Q(('manager', models.F('id')), _negated=True), _connector='OR'), name='person_is_not_their_own_manager'),
        ),
    ]
