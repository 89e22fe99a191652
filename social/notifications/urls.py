from django.urls import path

from social.notifications.views import drafts, inbox, links, mails, preferences, push, webhook

app_name = "notifications"

urlpatterns = [
    path("notifications/", inbox.inbox, name="inbox"),
    path("notifications/bell/", inbox.bell, name="bell"),
    path("notifications/mark/", inbox.mark, name="mark"),
    path("notifications/preferences/", preferences.preferences, name="preferences"),
    path("notifications/why/", preferences.ledger, name="ledger"),
    path("notifications/push/", push.subscribe, name="push-subscribe"),
    path("notifications/push/<int:pk>/remove/", push.remove, name="push-remove"),
    path("notifications/push/worker.js", push.worker, name="push-worker"),
    path("notifications/link/<str:token>/", links.by_signed_link, name="by-link"),
    path("notifications/drafts/<int:pk>/", drafts.draft, name="draft"),
    path("notifications/mails/", mails.mails, name="mails"),
    path("notifications/mails/<int:pk>/", mails.mail, name="mail"),
    path("notifications/mails/renew/", mails.renew_addresses, name="renew-addresses"),
    path("notifications/mail-in/<slug:provider>/", webhook.mail_in, name="mail-in"),
]
