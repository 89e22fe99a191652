from django.db import migrations, models

NAMES = {
    "N1": "helper-wanted",
    "N2": "unanswered",
    "N3": "newcomers",
    "N4": "silent-department",
    "N5": "leader-awaited",
    "N6": "few-helpers",
    "N7": "ambassador-unknown",
    "N8": "guide-wanted",
    "N9": "could-meet",
}
BUDDY = "buddy:"
BATCH = 1000


def to_names(apps, schema_editor):
    rename(apps, NAMES)
    for event in hints(apps):
        old = event.data.get("rule", "")
        if old == "N3-buddy":
            event.data.update(rule=NAMES["N3"], key=BUDDY)
        event.data["rule"] = NAMES.get(old, event.data["rule"])
        event.save(update_fields=["data"])


def to_letters(apps, schema_editor):
    letters = {name: letter for letter, name in NAMES.items()}
    rename(apps, letters)
    for event in hints(apps):
        letter = letters.get(event.data.get("rule"), event.data.get("rule"))
        is_buddys = event.data.pop("key", "") == BUDDY
        event.data["rule"] = "N3-buddy" if is_buddys else letter
        event.save(update_fields=["data"])


def rename(apps, names):
    """Lines, hints, mutes, and rules of the queue that were set aside."""
    set_aside = apps.get_model("queues", "SetAside").objects
    for old, new in names.items():
        for model in ("Item", "Nudge", "Mute"):
            apps.get_model("community", model).objects.filter(rule=old).update(rule=new)
        set_aside.filter(queue="community-rule", key=old).update(key=new)
        for row in set_aside.filter(queue="community-hint", key__startswith=f"{old}:"):
            row.key = new + row.key.removeprefix(old)
            row.save(update_fields=["key"])


def hints(apps):
    """What was told of hints names the rule, so that it can be said in the reader's language."""
    told = apps.get_model("activity", "Event").objects.filter(verb="told")
    found = told.filter(data__message="community-hint", data__has_key="rule").order_by("pk")
    return found.iterator(chunk_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("activity", "0001_initial"),
        ("queues", "0001_initial"),
    ]

    operations = [
        migrations.AlterField("item", "rule", models.CharField(max_length=24)),
        migrations.AlterField("mute", "rule", models.CharField(max_length=24)),
        migrations.AlterField("nudge", "rule", models.CharField(max_length=24)),
        migrations.RunPython(to_names, to_letters),
    ]
