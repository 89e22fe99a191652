from django.urls import path

from blog.care import views

urlpatterns = [
    path("guides/<int:pk>/feedback/", views.feedback, name="feedback"),
    path("guides/<int:pk>/review/", views.review, name="review"),
    path("guides/feedback/<int:pk>/resolve/", views.resolve, name="resolve-feedback"),
]
