def files() -> dict[str, bytes]:
    return {".dockerignore": b"".join(b"**/" * 30 + b"*a*a*a*a*a*a*a*a*a*a*b%d\n" % n for n in range(500)), "note.txt": b"a" * 50}
