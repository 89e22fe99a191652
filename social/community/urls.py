from django.urls import path, re_path

from social.community.views import me, people, queue, reports, room, settings

app_name = "community"

urlpatterns = [
    path("community/", room.overview, name="overview"),
    path("community/numbers/", room.numbers, name="numbers"),
    re_path(r"^community/numbers/(?P<code>[ABC]\d)/$", room.metric, name="metric"),
    path("community/organisation/", room.organisation, name="organisation"),
    path("community/cohorts/", room.cohorts, name="cohorts"),
    path("community/projects/", room.projects, name="projects"),
    re_path(r"^community/export\.(?P<form>csv|xlsx)$", room.export, name="export"),
    path("community/refresh/", room.start_refresh, name="refresh"),
    path("community/refresh/progress/", room.refresh_progress, name="refresh-progress"),
    path("community/queue/", queue.queue, name="queue"),
    path("community/queue/outcomes/", queue.outcomes, name="outcomes"),
    path("community/queue/<int:pk>/", queue.act, name="act"),
    path("community/volunteers/", people.volunteers, name="volunteers"),
    path("community/volunteers/<int:pk>/", people.appoint, name="appoint"),
    path("community/planner/", people.planner, name="planner"),
    path("community/fairness/", people.fairness, name="fairness"),
    path("community/audit/", people.audit, name="audit"),
    path("community/settings/", settings.room, name="settings"),
    path("community/settings/pulse/", settings.open_pulse, name="open-pulse"),
    path("community/reports/", reports.listing, name="reports"),
    path("community/reports/new/", reports.create, name="create-report"),
    path("community/reports/<int:pk>/", reports.report, name="report"),
    path("community/reports/<int:pk>/edit/", reports.edit, name="edit-report"),
    path("community/reports/<int:pk>/publish/", reports.publish, name="publish-report"),
    path("community/reports/<int:pk>/pdf/", reports.pdf, name="report-pdf"),
    path("community/me/", me.mine, name="mine"),
    path("community/me/volunteer/", me.volunteer, name="volunteer"),
    path("community/me/objection/", me.objection, name="objection"),
    path("community/me/recorded/", me.recorded, name="recorded"),
    path("community/me/recorded/export/", me.recorded_export, name="recorded-export"),
    path("community/me/hints/<int:pk>/", me.hint, name="hint"),
    path("community/me/thanks/<int:pk>/", me.thanks, name="thanks"),
    path("community/me/nominations/<int:pk>/", me.nomination, name="nomination"),
    path("community/me/introductions/<int:pk>/", me.introduction, name="introduction"),
    path("community/nominate/<int:pk>/", me.nominate, name="nominate"),
    path("community/pulse/", me.pulse, name="pulse"),
]
