from django.urls import path

from grading import account, views

urlpatterns = [
    path("labs/<slug:slug>/submissions", views.submit_view, name="submit"),
    path("submissions/<uuid:public_id>/", views.submission_view, name="submission"),
    path("submissions/<uuid:public_id>/state", views.state_view, name="submission_state"),
    path("submissions/<uuid:public_id>/result", views.result_view, name="submission_result"),
    path("events/<uuid:public_id>/", views.events_view, name="events"),
    path("accounts/export/", account.export_view, name="account_export"),
    path("accounts/delete/", account.delete_view, name="account_delete"),
    path("review/", views.review_list_view, name="review_list"),
    path("review/<uuid:public_id>/", views.review_view, name="review"),
    path("review/<uuid:public_id>/comment", views.review_comment_view, name="review_comment"),
    path("review/<uuid:public_id>/again", views.review_again_view, name="review_again"),
    path("review/<uuid:public_id>/outcomes/<int:outcome_id>", views.review_adjust_view, name="review_adjust"),
]
