"""The grade in words, for templates."""

from __future__ import annotations

from django import template

from grading import gradewords

register = template.Library()
register.simple_tag(gradewords.in_words, name="grade_in_words")
