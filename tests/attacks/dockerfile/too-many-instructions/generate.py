def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n" + b"WORKDIR /a\n" * 200}
