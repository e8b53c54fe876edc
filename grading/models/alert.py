"""Mail that went out."""

from __future__ import annotations

from django.db import models

from grading.models.states import Whose
from labs.models import Lab


class Alert(models.Model):
    """When mail about a lab last went out, so that the next can wait: grading.alerts."""

    lab = models.ForeignKey(Lab, models.CASCADE, related_name="alerts")
    whose = models.CharField(max_length=10, choices=Whose.choices)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "whose"], name="one_alert_of_a_sort")]

    def __str__(self) -> str:
        return f"{self.lab}: {self.whose}"
