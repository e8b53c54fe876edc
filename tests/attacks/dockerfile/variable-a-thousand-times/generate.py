"""Reading the variables anew for each word took the web server 25 ms a word and build: an hour for one form."""


def files() -> dict[str, bytes]:
    variables = "".join(f"ENV V{number}={'a' * 300}\n" for number in range(95))
    words = "".join("$A " * 1300 + "\\\n" for _ in range(5))
    return {"Dockerfile": f"FROM busybox\n{variables}ADD {words} https://example.org /x/\n".encode()}


def commands() -> str:
    return "\n".join(f"docker build -t app:1.0.{number} ." for number in range(20))
