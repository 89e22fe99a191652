from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("following", "0002_keep_with_other_language")]

    operations = [
        migrations.RenameField("habits", "visit_started_at", "looked_at"),
    ]
