"""Addresses of the exchange."""

from django.urls import path

from yichuang.exchange.views import case_form

urlpatterns = [
    path("exchange/cases/<str:number>/form/", case_form.department_form, name="department_form"),
]
