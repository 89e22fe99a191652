"""Days in their order, working time within a hundred percent, countries by their code."""

from django.db import migrations
from django.db.models import F

import social.people.contact
from ground.typed.mending import name_mended


def mend_days(apps):
    """The last day is emptied: the first one is what paths, cohorts and greetings go by."""
    people = apps.get_model("people", "User").objects.filter(end_date__lt=F("start_date"))
    for pk, start, end in people.values_list("pk", "start_date", "end_date"):
        name_mended(apps, f"person {pk}, end_date", end, f"It came before the first day, {start}.")
    people.update(end_date=None)


def mend_working_time(apps):
    people = apps.get_model("people", "User").objects.filter(working_time__gt=100)
    for pk, percent in people.values_list("pk", "working_time"):
        name_mended(apps, f"person {pk}, working_time", percent, "It is now 100 percent.")
    people.update(working_time=100)


def mend_countries(apps):
    """Codes in small letters are meant; of others an administrator knows what they mean."""
    places = apps.get_model("people", "Location").objects
    for pk, code in places.values_list("pk", "country"):
        meant = code.strip().upper()
        if meant not in social.people.contact.country_codes():
            name_mended(apps, f"location {pk}, country", code, "It is no country; now it is PL.")
            meant = "PL"
        if meant != code:
            places.filter(pk=pk).update(country=meant)


def mend(apps, schema_editor):
    mend_days(apps)
    mend_working_time(apps)
    mend_countries(apps)


class Migration(migrations.Migration):
    # SQLite makes the tables anew for a constraint: not in the transaction that changed rows.
    dependencies = [("people", "0004_rights"), ("queues", "0001_initial")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
