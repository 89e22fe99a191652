import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CarriedRestriction',
            fields=[
                ('restriction', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='carried', serialize=False, to='wagtailcore.pageviewrestriction')),
            ],
            options={
                'verbose_name': 'carried restriction',
                'verbose_name_plural': 'carried restrictions',
                'default_permissions': (),
                'permissions': [('work_on_closed_pages', 'Can work on pages that are closed to them')],
            },
        ),
        migrations.CreateModel(
            name='ClosedVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='page')),
                ('deed', models.CharField(max_length=100, verbose_name='opened')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'closed page opened',
                'verbose_name_plural': 'closed pages opened',
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
    ]
