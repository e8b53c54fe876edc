def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\nENV A=" + b"x" * 60_000 + b"\n"}
