import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('object', 'object'), ('subtree', 'page and all below it'), ('related', 'objects that show it')], default='object', max_length=10)),
                ('model', models.CharField(max_length=120)),
                ('object_id', models.CharField(max_length=64)),
                ('relation', models.CharField(blank=True, max_length=100)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'change to be indexed',
                'verbose_name_plural': 'changes to be indexed',
            },
        ),
    ]
