"""Work about signing in that a visitor does not wait for."""

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMultiAlternatives
from django.template import loader
from django.utils import translation
from django_tasks import task

from social.people.models import User
from social.people.sign_in import brakes


class _ResetMail(PasswordResetForm):
    """Django's mail; but one that fails is the worker's to try again, not swallowed."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict,
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = " ".join(loader.render_to_string(subject_template_name, context).split())
        body = loader.render_to_string(email_template_name, context)
        EmailMultiAlternatives(subject, body, from_email, [to_email]).send()


@task()
def send_password_reset(email: str, language: str) -> None:
    """Mail the link to whoever has this address and a password, in the person's language."""
    person = User.objects.active().filter(email__iexact=email).first()
    form = _ResetMail({"email": email})
    if person is None or not form.is_valid():
        return
    with translation.override(person.language or language or settings.LANGUAGE_CODE):
        form.save(
            domain_override=settings.RYNEK_BASE_URL,
            subject_template_name="registration/password_reset_subject.txt",
            email_template_name="registration/password_reset_email.txt",
            # Never the host of the request: anybody could choose it.
            extra_email_context={"base_url": settings.RYNEK_BASE_URL},
        )


@task()
def forget_old_brakes() -> int:
    """By night: tries that were forgiven long ago."""
    return brakes.forget_old()
