def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n", "a\0b": b"", "..\\..\\x": b"", "\x1b]0;x\x07": b""}
