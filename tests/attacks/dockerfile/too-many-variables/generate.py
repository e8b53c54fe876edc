def files() -> dict[str, bytes]:
    lines = ["ENV " + " ".join(f"A{line}_{number}=1" for number in range(100)) for line in range(10)]
    return {"Dockerfile": ("FROM busybox\n" + "\n".join(lines) + "\nRUN true\n").encode()}
