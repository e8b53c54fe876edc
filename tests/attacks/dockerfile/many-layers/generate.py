def files() -> dict[str, bytes]:
    return {"Dockerfile": b"FROM busybox\n" + b"".join(b"COPY data.txt /%d\n" % number for number in range(199))}
