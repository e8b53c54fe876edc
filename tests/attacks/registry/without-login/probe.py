import base64
import http.client


def ask(method: str, path: str, login: str | None) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", 5000, timeout=20)
    headers = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode()} if login else {}
    connection.request(method, path, headers=headers)
    return str(connection.getresponse().status)


PATHS = [
    ("GET", "/v2/"), ("GET", "/v2/_catalog"), ("POST", "/v2/app/blobs/uploads/"), ("GET", "/v2/app/tags/list"),
    ("PUT", "/v2/app/manifests/1"), ("DELETE", "/v2/app/manifests/1"), ("GET", "/debug/health"), ("GET", "/metrics"),
]  # fmt: skip
for login in (None, "student:", "student:wrong", ":s3cret", "Student:s3cret", "student:s3cret\0", "root:root"):
    for method, path in PATHS:
        status = ask(method, path, login)
        print("OPEN" if status[0] == "2" else "refused", method, path, login, status)
print("login", ask("GET", "/v2/", "student:s3cret"))
print("END")
