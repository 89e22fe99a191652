from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0002_names_of_rules")]

    operations = [
        migrations.AlterField(
            "report",
            "text",
            models.TextField(
                help_text="Markdown. A reference such as [answered-questions] links to its evidence.",
                verbose_name="text",
            ),
        ),
    ]
