def files() -> dict[str, bytes]:
    mounts = " \\\n".join(f"--mount=type=cache,target=/cache/{number}" for number in range(1000))
    return {"Dockerfile": f"FROM busybox\nRUN {mounts} true\n".encode()}
