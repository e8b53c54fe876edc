def files() -> dict[str, bytes]:
    return {f"f{number}": b"" for number in range(1000)}
