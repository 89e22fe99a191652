from django.urls import path

from social.comments.views import answers, attachments, care, reading, writing

app_name = "comments"

urlpatterns = [
    path("conversation/<row:page_id>/", reading.threads, name="threads"),
    path("conversation/<row:page_id>/write/", writing.write, name="write"),
    path("conversation/<row:page_id>/preview/", writing.preview, name="preview"),
    path("conversation/<row:page_id>/seen/", reading.seen, name="seen"),
    path("conversation/<row:page_id>/names/", care.suggest, name="names"),
    path("conversation/<row:page_id>/upload/", attachments.upload, name="upload"),
    path("attachments/<uuid:key>/", attachments.serve, name="attachment"),
    path("attachments/<uuid:key>/describe/", attachments.describe, name="describe"),
    path("comments/<row:pk>/report/", care.report, name="report"),
    path("comments/<row:pk>/appeal/", care.appeal, name="appeal"),
    path("comments/<row:pk>/", reading.permalink, name="permalink"),
    path("comments/<row:pk>/menu/", reading.menu, name="menu"),
    path("comments/<row:pk>/one/", writing.one, name="one"),
    path("comments/<row:pk>/answers/", reading.answers, name="answers"),
    path("comments/<row:pk>/edit/", writing.edit, name="edit"),
    path("comments/<row:pk>/delete/", writing.delete, name="delete"),
    path("comments/<row:pk>/history/", reading.history, name="history"),
    path("comments/<row:pk>/accept/", answers.accept, name="accept"),
    path("comments/<row:pk>/withdraw/", answers.withdraw, name="withdraw"),
    path("comments/<row:pk>/question/", answers.mark_question, name="mark-question"),
]
