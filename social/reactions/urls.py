from django.urls import path

from social.reactions import views

app_name = "reactions"

urlpatterns = [
    path("reactions/<slug:subject_kind>/<row:pk>/", views.react, name="react"),
    path("reactions/<slug:subject_kind>/<row:pk>/choose/", views.choose, name="choose"),
    path("reactions/<slug:subject_kind>/<row:pk>/who/", views.who, name="who"),
]
