
import ground.languages
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_people_are_in_bounds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='language',
            field=models.CharField(blank=True, choices=ground.languages.choices, max_length=8, verbose_name='language of the site'),
        ),
    ]
