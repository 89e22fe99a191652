"""`rynek sign-in-links EMAIL`: which accounts of the single sign-on somebody is known by."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from social.people.models import User


class Command(BaseCommand):
    help = (
        "Show by which accounts of the single sign-on a person is known; --forget removes them, "
        "so that the next confirmed sign-in with this e-mail address makes the link anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--forget", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        links = list(person.sign_in_links.order_by("made_at"))
        for link in links:
            self.stdout.write(f"{link.made_at:%Y-%m-%d %H:%M}  {link.how:<8}  {link}")
        if not links:
            self.stdout.write("No links.")
        elif options["forget"]:
            person.sign_in_links.all().delete()
            self.stdout.write(self.style.SUCCESS("Forgotten."))
