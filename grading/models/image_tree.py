"""The files of an image, as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from grading.tree import Tree

if TYPE_CHECKING:
    from grading.models.submission import Submission


class ImageTree(models.Model):
    """The files of a submission's image, apart from its row because few who ask for that ask for them."""

    MAX_BYTES = 4 << 20  # what is larger is not kept: some 200,000 files

    submission = models.OneToOneField(
        "grading.Submission", models.CASCADE, primary_key=True, related_name="image_tree"
    )
    data = models.BinaryField()  # Tree.packed()

    def __str__(self) -> str:
        return str(self.submission)

    @classmethod
    def keep(cls, submission: Submission, tree: Tree | None) -> None:
        """Keep these files, or none, in the place of what was kept."""
        cls.objects.filter(submission=submission).delete()
        data = tree.packed() if tree else b""
        if 0 < len(data) <= cls.MAX_BYTES:
            cls.objects.create(submission=submission, data=data)

    @property
    def tree(self) -> Tree:
        """Raises ValueError when it was kept in a form of another time."""
        return Tree.unpacked(bytes(self.data))
