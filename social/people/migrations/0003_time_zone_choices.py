"""Time zones are chosen from a list; wrong ones that were typed before are mended or cleared."""

from zoneinfo import available_timezones

from django.conf import settings
from django.db import migrations

import social.people.zones


def mend(rows, field, fallback):
    zones = available_timezones()
    by_lower = {name.lower(): name for name in zones}
    stored = rows.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
    for name in list(stored):
        if name not in zones:
            meant = by_lower.get(name.strip().lower(), fallback)
            rows.filter(**{field: name}).update(**{field: meant})


def mend_all(apps, schema_editor):
    mend(apps.get_model("people", "User").objects.all(), "time_zone", "")
    mend(apps.get_model("people", "Location").objects.all(), "time_zone", settings.TIME_ZONE)
    apps.get_model("people", "Location").objects.filter(time_zone="").update(
        time_zone=settings.TIME_ZONE
    )
    mend(apps.get_model("wagtailusers", "UserProfile").objects.all(), "current_time_zone", "")
    languages = [code for code, _name in settings.LANGUAGES]
    apps.get_model("people", "User").objects.exclude(language__in=["", *languages]).update(
        language=""
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_groups"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="location",
            name="time_zone",
            field=social.people.zones.TimeZoneField(
                default="Europe/Warsaw", max_length=60, verbose_name="time zone"
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="time_zone",
            field=social.people.zones.TimeZoneField(
                blank=True, max_length=60, verbose_name="time zone"
            ),
        ),
        migrations.RunPython(mend_all, migrations.RunPython.noop),
    ]
