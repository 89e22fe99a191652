import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0002_leaders_from'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='settled_at',
            field=models.DateTimeField(blank=True, help_text='When its cause was gone, whoever closed it.', null=True),
        ),
        migrations.AddField(
            model_name='nudge',
            name='settled_at',
            field=models.DateTimeField(blank=True, help_text='When its cause was gone, whoever put it away.', null=True),
        ),
        migrations.AddField(
            model_name='roomsettings',
            name='answer_target',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Your own target for the time to a first answer; empty: none.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='half of the questions answered within, working hours'),
        ),
    ]
