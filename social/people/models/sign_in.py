"""What Rynek remembers about how people sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInLink(models.Model):
    """Whom the single sign-on means: its name for a person, and the person here.

    Only the pair of issuer and subject is an identity (OpenID Connect Core, 5.7); an e-mail
    address changes hands.
    """

    class How(models.TextChoices):
        NEW = "new", _("account made then")
        EMAIL = "email", _("by confirmed e-mail address")
        PASSWORD = "password", _("confirmed with the password")

    person = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="sign_in_links"
    )
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    how = models.CharField(max_length=10, choices=How.choices)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("link to single sign-on")
        verbose_name_plural = _("links to single sign-on")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="sign_in_link_names_one_person"
            ),
            models.UniqueConstraint(
                fields=["issuer", "person"], name="person_has_one_sign_in_link_per_issuer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.issuer})"


class Brake(models.Model):
    """How often something was tried, and until when it may not be tried again.

    The key is a keyed hash: the table does not say who or where.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.FloatField(default=0)  # each is forgiven, bit by bit, as time goes on
    last_at = models.DateTimeField()
    closed_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="brake_by_age")]

    def __str__(self) -> str:
        return self.key[:8]
