def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n", "data.txt": b"another"}
