from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from labs.models import Module, SectionRead
from tests.labs.queries import writes

pytestmark = pytest.mark.django_db


def titles(module: Module) -> list[str]:
    return list(module.sections.values_list("title", flat=True))


def test_sections_follow_the_text(module: Module) -> None:
    assert titles(module) == ["Les couches", "Le cache"]
    module.source = "# Images\n\n## Le cache\n\n## Les étiquettes\n"
    module.save()
    assert titles(module) == ["Le cache", "Les étiquettes"]


def test_who_read_a_section_stays_known_when_it_moves(module: Module, learner: User) -> None:
    SectionRead.objects.create(user=learner, section=module.sections.get(title="Le cache"))
    module.source = "# Images\n\n## Avant\n\n## Le **cache**\n"
    module.save()
    assert SectionRead.objects.get().section.position == 1


def test_saving_the_same_text_writes_no_section(module: Module) -> None:
    with writes() as written:
        module.save()
    assert not [sql for sql in written if "labs_section" in sql.split("WHERE")[0]]
