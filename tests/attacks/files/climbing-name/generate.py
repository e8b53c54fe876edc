def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n", "../../../../etc/cron.d/x": b"* * * * * root id\n"}
