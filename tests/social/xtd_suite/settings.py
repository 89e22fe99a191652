"""The house's settings with what django-comments-xtd's own tests take for granted.

Our comment model, user model, applications and migrations; their addresses, middleware, options
and templates' surroundings. `XTD_TESTS` names the folder that holds their `tests` package.
"""

import os

import django_comments_xtd

from rynek.settings.test import *  # noqa: F403
from rynek.settings.test import INSTALLED_APPS, TEMPLATES

django_comments_xtd.__path__.append(os.environ["XTD_TESTS"])

INSTALLED_APPS = [*INSTALLED_APPS, "django_comments_xtd.tests"]
ROOT_URLCONF = "tests.social.xtd_suite.urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
LOGIN_URL = "/accounts/login/"
LANGUAGE_CODE = "en"
TIME_ZONE = "Europe/Berlin"
USE_TZ = False
MANAGERS = [("Joe", "joe.bloggs@example.com")]
DEFAULT_FROM_EMAIL = "Alice Bloggs <alice@example.com>"
BASE = "{% block title %}{% endblock %}{% block header %}{% endblock %}{% block content %}{% endblock %}"
TEMPLATES = [
    TEMPLATES[0]
    | {
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {"base.html": BASE},
                ),
                "django.template.loaders.app_directories.Loader",
            ],
        },
    }
]
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_CONFIRM_EMAIL = True
COMMENTS_XTD_SALT = b"es-war-einmal-una-bella-princesa-in-a-beautiful-castle"
COMMENTS_XTD_MAX_THREAD_LEVEL = 3
COMMENTS_XTD_MAX_THREAD_LEVEL_BY_APP_MODEL = {"tests.diary": 0}
COMMENTS_XTD_APP_MODEL_OPTIONS = {
    "tests.diary": {"allow_flagging": True, "allow_feedback": True, "show_feedback": True}
}
MY_DRF_AUTH_TOKEN = "08d9fd42468aebbb8087b604b526ff0821ce4525"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "django_comments_xtd.tests.apiauth.APIRequestAuthentication",
    ]
}
