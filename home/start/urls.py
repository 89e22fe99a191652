from django.urls import path, re_path

from home.start import pwa, views
from social.files.media import media

app_name = "home"

urlpatterns = [
    path("accent.css", views.accent, name="accent"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.service_worker, name="service-worker"),
    path("offline/", pwa.offline, name="offline"),
    re_path(r"^media/(?P<path>.+)$", media, name="media"),
]
