"""Community managers steer search: synonyms, exclusions, promotions, and the report of queries."""

from django.db import migrations

from social.people.grants import grant
from social.people.groups import COMMUNITY_MANAGERS

PERMISSIONS = [
    *(f"search_page.{deed}_synonym" for deed in ("add", "change", "delete", "view")),
    *(f"search_page.{deed}_exclusion" for deed in ("add", "change", "delete", "view")),
    *(f"wagtailsearchpromotions.{deed}_searchpromotion" for deed in ("add", "change", "delete")),
    "search_page.view_asked",
    "search_page.change_searchsettings",
]


def give_rights(apps, schema_editor):
    grant(apps, COMMUNITY_MANAGERS, PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_publishing"),
        ("search_page", "0001_initial"),
        ("wagtailsearchpromotions", "0001_initial"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
