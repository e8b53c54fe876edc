"""Mail to those who can mend a lab or the platform."""

from __future__ import annotations

from django.db import models

from grading.models.states import Whose
from labs.models import Lab


class Alert(models.Model):
    """What they are told of a lab, and when last, so that the next can wait: grading.alerts."""

    lab = models.ForeignKey(Lab, models.CASCADE, related_name="alerts")
    whose = models.CharField(max_length=10, choices=Whose.choices)
    text = models.TextField(default="")
    told_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)  # until it went out

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "whose"], name="one_alert_of_a_sort")]

    def __str__(self) -> str:
        return f"{self.lab}: {self.whose}"
