from django.urls import path

from social.comments.admin import views

app_name = "comments_moderation"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("comments/<row:pk>/", views.comment, name="comment"),
    path("comments/<row:pk>/do/<slug:key>/", views.do, name="do"),
    path("comments/<row:pk>/undo/<row:entry_pk>/", views.undo_move, name="undo-move"),
    path("sanctions/", views.sanctions, name="sanctions"),
    path("sanctions/<row:pk>/lift/", views.lift, name="lift"),
    path("pages/<row:page_id>/", views.policy, name="policy"),
]
