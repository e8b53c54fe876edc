from grading.registry import htpasswd


def test_a_line_is_what_the_registry_reads_and_each_time_another() -> None:
    line = htpasswd.line("student", "s3cret é")
    assert line.startswith("student:$2b$04$")
    assert len(line) == len("student:") + 60
    assert htpasswd.line("student", "s3cret é") != line
