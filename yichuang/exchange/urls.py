"""Addresses of the exchange."""

from django.urls import path

from yichuang.exchange.views import case_form, message_log, messages, reconciliations, systems

urlpatterns = [
    path("exchange/", systems.list_systems, name="systems"),
    path("exchange/register/", systems.register, name="system-register"),
    path("exchange/systems/<str:key>/", systems.show, name="system"),
    path("exchange/systems/<str:key>/act/<str:verb>/", systems.act, name="system-act"),
    path("exchange/systems/<str:key>/deliveries/", messages.deliveries, name="system-deliveries"),
    path("exchange/systems/<str:key>/deliveries/export/", messages.export_deliveries, name="system-deliveries-export"),
    path("exchange/systems/<str:key>/deliveries/again/", messages.send_again, name="system-deliveries-again"),
    path("exchange/systems/<str:key>/inbound/", messages.inbound, name="system-inbound"),
    path("exchange/systems/<str:key>/inbound/export/", messages.export_inbound, name="system-inbound-export"),
    path("exchange/systems/<str:key>/messages/", message_log.show, name="system-messages"),
    path("exchange/systems/<str:key>/messages/export/", message_log.export, name="system-messages-export"),
    path("exchange/systems/<str:key>/evidence/", message_log.evidence, name="system-evidence"),
    path("exchange/reconciliations/", reconciliations.list_runs, name="reconciliations"),
    path("exchange/reconciliations/begin/", reconciliations.begin, name="reconciliation-begin"),
    path("exchange/reconciliations/export/", reconciliations.export_runs, name="reconciliations-export"),
    path("exchange/reconciliations/<int:run>/", reconciliations.show, name="reconciliation"),
    path("exchange/reconciliations/<int:run>/act/", reconciliations.act, name="reconciliation-act"),
    path("exchange/reconciliations/<int:run>/export/", reconciliations.export_one, name="reconciliation-export"),
    path("exchange/cases/<str:number>/form/", case_form.department_form, name="department_form"),
]
