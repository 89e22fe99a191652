from django.urls import path, re_path

from social.community.mine import views as mine
from social.community.numbers import views as numbers
from social.community.pulse import views as pulse
from social.community.queue import views as queue
from social.community.reports import views as reports
from social.community.settings import views as settings
from social.community.volunteers import views as volunteers

app_name = "community"

urlpatterns = [
    path("community/", numbers.overview, name="overview"),
    path("community/numbers/", numbers.numbers, name="numbers"),
    re_path(r"^community/numbers/(?P<name>[\w-]+)/$", numbers.metric, name="metric"),
    path("community/organisation/", numbers.organisation, name="organisation"),
    path("community/cohorts/", numbers.cohorts, name="cohorts"),
    path("community/projects/", numbers.projects, name="projects"),
    re_path(r"^community/export\.(?P<form>csv|xlsx)$", numbers.export, name="export"),
    path("community/refresh/", numbers.start_refresh, name="refresh"),
    path("community/refresh/progress/", numbers.refresh_progress, name="refresh-progress"),
    path("community/queue/", queue.queue, name="queue"),
    path("community/queue/outcomes/", queue.outcomes, name="outcomes"),
    path("community/queue/<int:pk>/", queue.act, name="act"),
    path("community/queue/<int:pk>/draft/", queue.draft, name="draft"),
    path("community/volunteers/", volunteers.volunteers, name="volunteers"),
    path("community/volunteers/<int:pk>/", volunteers.appoint, name="appoint"),
    path("community/planner/", volunteers.planner, name="planner"),
    path("community/fairness/", volunteers.fairness, name="fairness"),
    path("community/audit/", volunteers.audit, name="audit"),
    path("community/settings/", settings.room, name="settings"),
    path("community/settings/pulse/", pulse.open_pulse, name="open-pulse"),
    path("community/reports/", reports.listing, name="reports"),
    path("community/reports/new/", reports.create, name="create-report"),
    path("community/reports/<int:pk>/", reports.report, name="report"),
    path("community/reports/<int:pk>/edit/", reports.edit, name="edit-report"),
    path("community/reports/<int:pk>/publish/", reports.publish, name="publish-report"),
    path("community/reports/<int:pk>/pdf/", reports.pdf, name="report-pdf"),
    path("community/me/", mine.mine, name="mine"),
    path("community/me/volunteer/", volunteers.volunteer, name="volunteer"),
    path("community/me/objection/", mine.objection, name="objection"),
    path("community/me/recorded/", mine.recorded, name="recorded"),
    path("community/me/recorded/export/", mine.recorded_export, name="recorded-export"),
    path("community/me/hints/<int:pk>/", mine.hint, name="hint"),
    path("community/me/thanks/<int:pk>/", mine.thanks, name="thanks"),
    path("community/me/nominations/<int:pk>/", volunteers.nomination, name="nomination"),
    path("community/me/introductions/<int:pk>/", volunteers.introduction, name="introduction"),
    path("community/nominate/<int:pk>/", volunteers.nominate, name="nominate"),
    path("community/pulse/", pulse.answer, name="pulse"),
]
