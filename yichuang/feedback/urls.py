"""Addresses of the room."""

from django.urls import path

from yichuang.feedback.views import complain, complaints, figures, orders, rating, ratings

urlpatterns = [
    path("rate/", rating.rate_online, name="rate-online"),
    path("rate/window/", rating.at_window, name="rate-window"),
    path("rate/window/now/", rating.now_at_window, name="rate-window-now"),
    path("rate/<str:token>/", rating.rate_service, name="rate"),
    path("rate/<str:token>/leave/", rating.leave, name="rate-leave"),
    path("ratings/", ratings.public, name="public-ratings"),
    path("feedback/", figures.show_figures, name="feedback"),
    path("feedback/export/", figures.export_figures, name="feedback-export"),
    path("feedback/settings/", figures.settings, name="feedback-settings"),
    path("feedback/ratings/", ratings.list_ratings, name="ratings"),
    path("feedback/ratings/export/", ratings.export_ratings, name="ratings-export"),
    path("feedback/mine/", ratings.list_own, name="ratings-own"),
    path("feedback/tell/", ratings.tell, name="rating-tell"),
    path("feedback/orders/", orders.list_orders, name="rating-orders"),
    path("feedback/orders/export/", orders.export_orders, name="rating-orders-export"),
    path("feedback/orders/<str:number>/", orders.show, name="rating-order"),
    path("feedback/orders/<str:number>/act/<str:verb>/", orders.act, name="rating-order-act"),
    path("feedback/orders/<str:number>/complaint/", complaints.from_order, name="complaint-from-order"),
    path("feedback/complaints/", complaints.list_complaints, name="complaints"),
    path("feedback/complaints/export/", complaints.export_complaints, name="complaints-export"),
    path("feedback/complaints/new/", complaints.take, name="complaint-take"),
    path("feedback/complaints/<str:number>/", complaints.show, name="complaint"),
    path("feedback/complaints/<str:number>/act/<str:verb>/", complaints.act, name="complaint-act"),
    path("complain/", complain.write, name="complain"),
    path("complain/done/", complain.done, name="complain-done"),
    path("complain/query/", complain.query, name="complaint-query"),
    path("complain/again/", complain.again, name="complaint-again"),
    path("complain/leave/", complain.leave, name="complaint-leave"),
]
