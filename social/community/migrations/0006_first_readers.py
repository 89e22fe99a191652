from django.db import migrations, models


def take_over(apps, schema_editor):
    """Who read before was not told apart; the names are gone. All readers are the best known."""
    apps.get_model('community', 'ReaderCount').objects.update(later=models.F('readers'))


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0005_number_limits'),
    ]

    operations = [
        migrations.AddField(
            model_name='readercount',
            name='later',
            field=models.PositiveIntegerField(default=0, help_text='Who read an answer 28 to 90 days after it was found and took no part in it.'),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
