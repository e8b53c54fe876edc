def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n", "Dockerfile.dockerignore": b"!/etc"}
