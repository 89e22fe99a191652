import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    is_carried = True  # what this makes, an older database holds already

    dependencies = [
        ('wagtaildocs', '0014_alter_document_file_size'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting to be read'), ('read', 'read'), ('empty', 'holds no text'), ('failed', 'cannot be read')], default='waiting', max_length=8, verbose_name='state')),
                ('text', models.TextField(blank=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('empty_pages', models.PositiveIntegerField(default=0, help_text='Pages without text: most likely scanned.')),
                ('language', models.CharField(blank=True, max_length=8)),
                ('file_hash', models.CharField(blank=True, max_length=40)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('readers', models.PositiveSmallIntegerField(default=0)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='extracted', to='wagtaildocs.document', verbose_name='document')),
            ],
            options={
                'verbose_name': 'text of a document',
                'verbose_name_plural': 'texts of documents',
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
