def files() -> dict[str, bytes]:
    lines = []
    for line in range(20):
        names = [f"E{line}x{number}" for number in range(100)]
        lines += ["COPY " + " ".join(f"<<{name}" for name in names) + " /x/", *names]
    return {"Dockerfile": ("FROM busybox\n" + "\n".join(lines) + "\n").encode()}
