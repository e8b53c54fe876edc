"""What is said, in the language of the source whatever the site's is."""

from django.utils.translation import override

from grading.faults import Fault
from grading.messages import Message


def said(what: Fault | Message) -> str:
    with override("en"):
        return str(what)
