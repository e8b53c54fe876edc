def commands() -> str:
    return "".join("docker build " + " ".join(f"-t app:{line}.{number}" for number in range(200)) + " .\n" for line in range(10))
