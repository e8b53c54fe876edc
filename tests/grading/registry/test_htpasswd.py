from concurrent.futures import ThreadPoolExecutor

import bcrypt

from grading.registry import htpasswd


def test_a_line_is_what_the_registry_reads_and_each_time_another() -> None:
    line = htpasswd.line("student", "s3cret é")
    assert line.startswith("student:$2b$04$")
    assert len(line) == len("student:") + 60
    assert htpasswd.line("student", "s3cret é") != line


def test_lines_made_at_the_same_time_are_all_right() -> None:
    with ThreadPoolExecutor(4) as pool:
        lines = list(pool.map(lambda _: htpasswd.line("student", "s3cret"), range(200)))
    hashes = [line.partition(":")[2].encode() for line in lines]
    assert all(bcrypt.checkpw(b"s3cret", each) for each in hashes)
