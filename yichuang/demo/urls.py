"""Addresses of the demonstration."""

from django.urls import path

from yichuang.demo import views

urlpatterns = [
    path("demo/", views.people, name="demo"),
    path("demo/sign-in/", views.enter, name="demo-sign-in"),
    path("demo/clock/", views.move, name="demo-clock"),
    path("demo/clock/back/", views.back, name="demo-clock-back"),
]
