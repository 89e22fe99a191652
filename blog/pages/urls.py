from django.urls import path

from blog.pages.views import proposals, topics

urlpatterns = [
    path("topics/<str:slug>/", topics.topic, name="topic"),
    path("proposals/", proposals.mine, name="proposals"),
    path("proposals/new/<slug:kind>/", proposals.new, name="propose"),
    path("proposals/<int:pk>/", proposals.edit, name="revise"),
]
