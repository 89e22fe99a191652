"""The person: an account that signs in by e-mail and the profile that colleagues see."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from ground.languages import choices as languages_of_the_site
from ground.languages import is_offered
from social.people.collation import fold, sort_key
from social.people.contact import PhoneField
from social.people.photos import THUMBNAIL_PIXELS
from social.people.rights import groups_of_newcomers
from social.people.zones import TimeZoneField, zone_of


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def visible_to(self, user: "User") -> "UserQuerySet":
        """People are visible to everybody who is signed in; those who left are not listed."""
        if not user.is_authenticated:
            return self.none()
        return self.active()

    def for_byline(self) -> "UserQuerySet":
        """With all that a byline or a card shows."""
        return self.select_related("department", "level", "location")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator. Raises ValidationError for a password that is too easy.

        `createsuperuser` lets one answer its own check with "yes", and asks nothing at all with
        --noinput.
        """
        if password:
            validate_password(password, self.model(email=email, **fields))
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(index.Indexed, AbstractBaseUser, PermissionsMixin):
    """A colleague: account and profile."""

    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    folded_name = models.CharField(max_length=200, editable=False, db_index=True, default="")
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Clear this when somebody leaves the company.")
    )
    date_joined = models.DateTimeField(_("account created"), default=timezone.now)

    photo = models.ImageField(_("photo"), upload_to="photos/", blank=True)
    thumbnail = models.ImageField(upload_to="photos/", blank=True, editable=False)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.ForeignKey(
        "people.Department",
        verbose_name=_("department"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
    )
    level = models.ForeignKey(
        "people.Level",
        verbose_name=_("level"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
    )
    manager = models.ForeignKey(
        "self",
        verbose_name=_("manager"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
    )
    location = models.ForeignKey(
        "people.Location",
        verbose_name=_("location"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
    )
    phone = PhoneField(_("phone"), max_length=40, blank=True)
    about = models.TextField(
        _("about me"),
        max_length=2000,
        blank=True,
        help_text=_("What can colleagues ask you about?"),
    )
    languages = models.ManyToManyField(
        "people.Language", verbose_name=_("languages"), blank=True, related_name="people"
    )
    skills = models.ManyToManyField(
        "people.Skill", verbose_name=_("skills"), blank=True, related_name="people"
    )
    start_date = models.DateField(_("first day at work"), null=True, blank=True)
    end_date = models.DateField(_("last day at work"), null=True, blank=True)
    working_time = models.PositiveSmallIntegerField(
        _("working time in percent"), default=100, validators=[MaxValueValidator(100)]
    )
    language = models.CharField(
        _("language of the site"), max_length=8, choices=languages_of_the_site, blank=True
    )
    time_zone = TimeZoneField(_("time zone"), max_length=60, blank=True)

    # Counts up when the person signs out everywhere: sessions made before are over.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    search_fields = [
        index.SearchField("full_name", boost=4),
        index.AutocompleteField("full_name"),
        index.SearchField("job_title", boost=2),
        index.AutocompleteField("job_title"),
        index.SearchField("about"),
        index.RelatedFields("department", [index.SearchField("name"), index.FilterField("name")]),
        index.RelatedFields("location", [index.SearchField("name")]),
        index.RelatedFields("skills", [index.SearchField("name", boost=2)]),
        index.FilterField("is_active"),
        index.FilterField("department_id"),
    ]

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_is_unique_in_any_case",
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
            models.CheckConstraint(
                condition=models.Q(manager__isnull=True) | ~models.Q(manager=models.F("id")),
                name="person_is_not_their_own_manager",
            ),
            models.CheckConstraint(
                condition=models.Q(start_date=None)
                | models.Q(end_date=None)
                | models.Q(end_date__gte=models.F("start_date")),
                name="person_leaves_after_coming",
                violation_error_message=_("This person's last day comes before their first."),
            ),
            models.CheckConstraint(
                condition=models.Q(working_time__lte=100),
                name="working_time_is_a_percentage",
                violation_error_message=_("Working time is at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        self.sort_key = sort_key(f"{self.last_name} {self.first_name}")
        self.folded_name = fold(self.full_name)
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            self.groups.add(*groups_of_newcomers())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to go on: Django's, until the person signs out everywhere."""
        made = str(super()._get_session_auth_hash(secret=secret))
        if not self.session_epoch:
            return made
        key = "rynek.session_epoch"
        return salted_hmac(key, f"{made}{self.session_epoch}", algorithm="sha256").hexdigest()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name or self.email

    def get_absolute_url(self) -> str:
        return reverse("people:profile", args=[self.pk])

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.email[:1].upper()

    @property
    def thumbnail_url(self) -> str:
        """Address of the small photo for bylines and lists, or nothing."""
        small = self.thumbnail or self.photo
        return str(small.url) if small else ""

    def photo_url(self, pixels: int) -> str:
        """Address of the photo, large enough for so many pixels on a dense screen."""
        return self.thumbnail_url if pixels * 2 <= THUMBNAIL_PIXELS else str(self.photo.url)

    @property
    def is_staff(self) -> bool:
        """Django's admin is not installed; packages that ask mean the administrators."""
        return self.is_superuser

    @property
    def preferred_language(self) -> str:
        """The code of the language that this person reads Rynek and its mails in."""
        return self.language if is_offered(self.language) else settings.LANGUAGE_CODE

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone, or the company's: never an error, whatever is stored."""
        return zone_of(self.time_zone)
