"""The group of an audience is known by its key, and called as people read it."""

import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models
from django.utils.translation import gettext, override


def name_groups(apps, schema_editor):
    Audience = apps.get_model("people", "Audience")
    Group = apps.get_model("auth", "Group")
    for audience in Audience.objects.exclude(group=None):
        with override(settings.LANGUAGE_CODE):
            name = gettext("%(name)s (audience)") % {"name": audience.name}
        taken = Group.objects.exclude(pk=audience.group_id).filter(name=name).exists()
        name = f"{name} {audience.pk}" if taken else name
        Group.objects.filter(pk=audience.group_id).update(name=name)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_groups")]

    operations = [
        migrations.AlterField(
            model_name="audience",
            name="group",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="audience",
                to="auth.group",
            ),
        ),
        migrations.AlterField(
            model_name="audiencerule",
            name="groups",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                limit_choices_to=models.Q(("audience", None)),
                related_name="+",
                to="auth.group",
                verbose_name="groups",
            ),
        ),
        migrations.RunPython(name_groups, migrations.RunPython.noop),
    ]
