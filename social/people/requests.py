"""The request of somebody who is signed in: what nearly every view gets behind the login wall."""

from ground.requests import HtmxRequest
from social.people.models import User


class SignedInRequest(HtmxRequest):
    """`LoginRequiredMiddleware` has let it through, so that there is a person."""

    user: User
