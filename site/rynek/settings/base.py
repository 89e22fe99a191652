"""What every environment shares. One machine needs no configuration; see `env.VARIABLES`."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from rynek.compat import unite_tasks
from rynek.settings import env, languages
from rynek.settings.csp import CSP as CSP
from rynek.settings.csp import CSP_ADMIN as CSP_ADMIN
from rynek.settings.logs import written_to
from rynek.settings.providers import keys_of_provider

os.umask(0o077)  # whatever is made from here on is this account's alone; see `rynek.private`
BASE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR: Path = env.read("RYNEK_DATA") or BASE_DIR / "var"
try:
    for folder in ("media", "index", "logs", "mail", "cache"):
        (DATA_DIR / folder).mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(
        f"RYNEK_DATA={DATA_DIR}: name a folder that can be written ({error.strerror})"
    ) from None

SECRET_KEY = env.read("RYNEK_SECRET_KEY") or "insecure-default-for-development-only"
DEBUG = False
ALLOWED_HOSTS: list[str] = env.read("RYNEK_HOSTS")
RYNEK_DEMO = env.read("RYNEK_DEMO")

INSTALLED_APPS = [
    "rynek",
    "ground.typed",  # before whatever has forms or models
    # Rooms, from the top down
    "home.demo",
    "home.moving",
    "home.start",
    "blog.onboarding",
    "blog.newsletters",
    "blog.events",
    "blog.polls",
    "blog.questions",
    "blog.care",
    "blog.reading",
    "blog.pages",
    "blog.closed",
    "social.community",
    "social.analytics",
    "social.notifications",
    "social.following",
    # django-comments-xtd connects a receiver that ours disconnects: it comes first. Of these
    # packages we use the data model only; no URL, tag or mail of theirs.
    "rest_framework",
    "django_comments_xtd",
    "django_comments",
    "social.comments",
    "social.reactions",
    "social.activity",
    "social.files",
    "social.subjects",
    "social.people",
    "search.outbox",
    "search.evaluation",
    "search.page",
    "search.extraction",
    "ground.design",
    "ground.queues",
    "ground.pictures",
    # Wagtail
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.typed_table_block",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "rynek.apps.PeopleAdminConfig",  # wagtail.users with our forms
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rynek.middleware.ContentSecurityPolicyMiddleware",
    "rynek.middleware.ReadingNeverWaits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "social.people.sign_in.sessions.IdleMiddleware",
    "rynek.middleware.SignInMiddleware",
    "social.people.middleware.PersonLocaleMiddleware",
    "social.files.middleware.FilesGuardMiddleware",
    "blog.closed.guard.ClosedPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "home.start.pwa.KeepForReaderMiddleware",
    "home.start.redirects.ReadersRedirectMiddleware",
    "rynek.refused.RefusedRequests",
]

ROOT_URLCONF = "rynek.urls"
CSRF_FAILURE_VIEW = "rynek.views.expired_form"
WSGI_APPLICATION = "rynek.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The design system is named as Django projects do: "base.html", "components/…".
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "templates/ground/design"],
        "OPTIONS": {
            # Inline scripts of Wagtail's templates get the nonce of the policy: `ground.csp`.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "ground.csp.Loader"],
                )
            ],
            "builtins": ["ground.csp_tags"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "home.start.context_processors.house",
            ],
        },
    },
]

FORM_RENDERER = "ground.csp.FormRenderer"

# Data ---------------------------------------------------------------------------------------

DATABASES = {
    "default": env.read("DATABASE_URL")
    or {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "rynek.sqlite3"}
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer; a writer waits for its turn instead of failing. Requests
        # wait less: see `ground.reading`.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
            "PRAGMA mmap_size=134217728;"
        ),
    }
else:
    INSTALLED_APPS.append("django.contrib.postgres")
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": env.read("CACHE_URL")
    or {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rynek"},
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 600,
    },
}
# Local memory is each process's own: a session kept there would outlive signing out elsewhere.
SESSION_ENGINE = (
    "django.contrib.sessions.backends.cached_db"
    if env.read("CACHE_URL")
    else "django.contrib.sessions.backends.db"
)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
RYNEK_SESSION_IDLE_HOURS = env.read("RYNEK_SESSION_IDLE_HOURS")

TASKS_PACKAGE = unite_tasks()
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = []
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ground.design.storage.RynekStaticFilesStorage"},
}
if bucket := env.read("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "social.files.bucket.GuardedS3Storage",
        "OPTIONS": {  # type: ignore[dict-item]
            "bucket_name": bucket,
            "endpoint_url": env.read("S3_ENDPOINT") or None,
            "access_key": env.read("S3_ACCESS_KEY") or None,
            "secret_key": env.read("S3_SECRET_KEY") or None,
            "default_acl": "private",
            "querystring_auth": True,
        },
    }
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the page editor sends many

# People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "people:login"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
_DJANGO_SAYS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_DJANGO_SAYS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_DJANGO_SAYS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_DJANGO_SAYS}.CommonPasswordValidator"},
    {"NAME": f"{_DJANGO_SAYS}.NumericPasswordValidator"},
    {"NAME": "social.people.sign_in.passwords.GuessingValidator"},
]
RYNEK_PROXIES = 0  # whose X-Forwarded-For is believed; production reads it
OIDC_ISSUER = env.read("OIDC_ISSUER")
OIDC_CLIENT_ID = env.read("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.read("OIDC_CLIENT_SECRET")
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    raise ImproperlyConfigured("OIDC_CLIENT_ID: name the client that OIDC_ISSUER knows Rynek by")
OIDC_NAME = env.read("OIDC_NAME")
OIDC_TRUSTED_DOMAINS = [domain.lower() for domain in env.read("OIDC_TRUSTED_DOMAINS")]
if OIDC_TRUSTED_DOMAINS and OIDC_ISSUER.split("/")[3:4] in (
    [tenant] for tenant in ("common", "organizations", "consumers")
):
    raise ImproperlyConfigured(
        "OIDC_TRUSTED_DOMAINS: any company's people come through this OIDC_ISSUER; name your own "
        "tenant in it"
    )
SITE_ID = 1
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews pages in a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # … which this check would forbid

# Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = env.read("RYNEK_LANGUAGE") or next(iter(env.read("RYNEK_LANGUAGES")))
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = languages.named(env.read("RYNEK_LANGUAGES"))
LOCALE_PATHS = [DATA_DIR / "locale"]  # catalogues that a company brings
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
USE_I18N = True
FORMAT_MODULE_PATH = ["rynek.formats"]
USE_TZ = True
TIME_ZONE = env.read("RYNEK_TIME_ZONE")

# Mail ---------------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20  # a mail server that hangs must not hang the worker
if email := env.read("EMAIL_URL"):
    globals().update(email)
# Every mail goes through the outbox, whoever writes it; the worker sends it by this.
RYNEK_MAIL_TRANSPORT = EMAIL_BACKEND
EMAIL_BACKEND = "social.notifications.mail.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.read("RYNEK_MAIL_FROM") or "Rynek <rynek@localhost>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
RYNEK_MAIL_GRACE_SECONDS = env.read("RYNEK_MAIL_GRACE_SECONDS")
RYNEK_MAIL_LINK_DAYS = env.read("RYNEK_MAIL_LINK_DAYS")
RYNEK_LEDGER_DAYS = env.read("RYNEK_LEDGER_DAYS")
RYNEK_REPLY_ADDRESS = env.read("RYNEK_REPLY_ADDRESS")
# Who may vouch for the sender of a mail that comes in.
RYNEK_MAIL_TRUST = env.read("RYNEK_MAIL_TRUST")
RYNEK_IMAP_URL = env.read("IMAP_URL")
# Where browsers may be pushed to; subscriptions naming any other host are refused.
RYNEK_PUSH_SERVICES = [
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
]
ANYMAIL = keys_of_provider(
    env.read("RYNEK_MAIL_WEBHOOK_SECRET"),
    env.read("RYNEK_MAIL_WEBHOOK_KEY"),
    env.read("RYNEK_MAIL_API_KEY"),
)

# Wagtail ------------------------------------------------------------------------------------

RYNEK_BASE_URL = env.read("RYNEK_BASE_URL") or f"http://localhost:{env.read('PORT')}"
RYNEK_GROUP_MINIMUM = env.read("RYNEK_GROUP_MINIMUM")
WAGTAIL_SITE_NAME = env.read("RYNEK_NAME")
WAGTAILADMIN_BASE_URL = RYNEK_BASE_URL
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
SEARCH_ENGINE = env.read("SEARCH_ENGINE")
WAGTAILSEARCH_BACKENDS = {"default": env.read("SEARCH_URL")}
if WAGTAILSEARCH_BACKENDS["default"].get("PATH") == "":
    WAGTAILSEARCH_BACKENDS["default"] = WAGTAILSEARCH_BACKENDS["default"] | {
        "PATH": DATA_DIR / "index"
    }
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAIL_FRONTEND_LOGIN_URL = "people:login"
WAGTAILADMIN_LOGIN_URL = "people:login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # ours is the only one
WAGTAIL_PASSWORD_RESET_ENABLED = False  # … and here
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Everybody has an account: who sees what is decided by groups, never by a shared password.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Endings of files that documents and comments take; `search.extraction` reads the text of most.
RYNEK_FILE_ENDINGS: list[str] = env.read("RYNEK_FILE_ENDINGS")
WAGTAILDOCS_EXTENSIONS = RYNEK_FILE_ENDINGS
WAGTAILDOCS_DOCUMENT_FORM_BASE = "search.extraction.forms.DocumentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILIMAGES_EXTENSIONS = [
    *("avif", "gif", "jpg", "jpeg", "png", "webp", "svg"),
    *(("heic", "heif") if find_spec("pillow_heif") else ()),  # kept as JPEG or WEBP
]
WAGTAILIMAGES_IMAGE_FORM_BASE = "social.files.forms.PictureForm"
WAGTAILIMAGES_INDEX_PAGE_SIZE = 30
WAGTAILEMBEDS_FINDERS = [{"class": "blog.pages.embeds"}]
TAGGIT_CASE_INSENSITIVE = True

# Conversation -------------------------------------------------------------------------------

RYNEK_COMMENT_LENGTH = 10_000  # characters
COMMENTS_XTD_MODEL = "social.comments.models.Comment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 6  # what the data can hold; editors choose a smaller depth
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_APP_MODEL_OPTIONS = {
    "default": {
        "who_can_post": "users",
        "allow_flagging": False,
        "allow_feedback": False,
        "show_feedback": False,
    }
}
# Offered on everything, in this order; see social.reactions.kinds for those that exist.
RYNEK_REACTIONS = ["like", "thanks", "celebrate", "insightful", "support"]
# Those that move an answer up in "most helpful first".
RYNEK_HELPFUL_REACTIONS = ["helpful"]

# Work that happens by the clock: (task, minutes between runs) or (task, "HH:MM" local time) --

RYNEK_SCHEDULE: list[tuple[str, int | str]] = [
    ("rynek.tasks.publish_scheduled", 1),
    ("rynek.tasks.prune_task_results", "03:10"),
    ("rynek.tasks.turn_logs", 60),
    ("ground.queues.tasks.retry_set_aside", 1),
    ("ground.queues.tasks.forget_set_aside", "03:50"),
    ("social.people.tasks.rebuild_audiences", "00:05"),
    ("social.subjects.tasks.number_gates", "00:10"),  # pages that came without a signal
    ("social.people.sign_in.tasks.forget_old_brakes", "03:15"),
    # home
    ("blog.onboarding.tasks.assign_paths", "00:20"),
    ("blog.onboarding.tasks.tell_years", "04:20"),
    ("blog.reading.tasks.remind", "07:30"),
    ("blog.care.tasks.remind", "07:30"),
    ("blog.newsletters.tasks.send_newsletters", 5),
    ("blog.polls.tasks.tell_poll_results", 5),
    # blog
    ("social.comments.tasks.prune_uploads", "03:20"),
    ("social.following.tasks.remind_due", 1),
    ("social.notifications.tasks.deliver", 1),
    ("social.notifications.tasks.fetch_mail", 1),
    ("social.notifications.tasks.forget_old", "03:30"),
    # social.community
    ("search.outbox.tasks.drain_outbox", 1),  # whatever no signal asked for
    ("social.community.tasks.refresh", "02:20"),
    ("social.analytics.tasks.audit", "04:40"),
    ("social.community.tasks.weekly_mail", "07:30"),
    ("search.extraction.unread.read_unread", 5),
    ("search.page.tasks.forget_old_searches", "03:40"),
]

# Rooms below the page types learn here where these are, and which are what.
ABSOLUTE_URL_OVERRIDES = {
    "subjects.topic": lambda topic: reverse("blog:topic", args=[topic.slug]),
}
COMMUNITY_PAGE_KINDS = {
    "question": "questions.questionpage",
    "guide": "pages.guidepage",
    "project": "pages.projectpage",
    "knowledge": "pages.knowledgepage",
}
COMMUNITY_GUIDE_FROM = "blog:guide-from-thread"
COMMUNITY_NEW_GUIDE = ("blog:propose", "guide")

LOGGING = written_to(DATA_DIR / "logs" / "rynek.log")
