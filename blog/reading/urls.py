from django.urls import path

from blog.reading.views import confirming, reach

urlpatterns = [
    path("pages/<int:pk>/reach/", reach.reach, name="reach"),
    path("pages/<int:pk>/read/", confirming.acknowledge, name="acknowledge"),
]
