def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n" + b"# x\n" * 20_000}
