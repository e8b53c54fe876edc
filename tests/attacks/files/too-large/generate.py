def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n", "note.txt": b"x" * 10_000_000}
