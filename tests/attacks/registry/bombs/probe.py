import base64
import http.client

LOGIN = {"Authorization": "Basic " + base64.b64encode(b"student:s3cret").decode()}
KIND = "application/vnd.docker.distribution.manifest.v2+json"
ZEROS = "sha256:" + "0" * 64


def ask(method: str, path: str, body: bytes = b"") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", 5000, timeout=30)
    try:
        connection.request(method, path, body=body, headers={**LOGIN, "Content-Type": KIND})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def manifest(layers: list[dict[str, object]]) -> bytes:
    head = {"schemaVersion": 2, "mediaType": KIND, "config": {"digest": ZEROS, "size": 1, "mediaType": "x"}}
    return json.dumps({**head, "layers": layers}).encode()


BOMBS = {
    "big": b"[" + b" " * (64 << 20) + b"]",
    "deep": b"[" * (3 << 20),
    "deep object": b'{"a":' * (500_000),
    "layers": manifest([{"digest": ZEROS, "size": 1, "mediaType": "x"}] * 20_000),
    "climbs": manifest([{"digest": "sha256:../../../../etc/passwd", "size": 1, "mediaType": "x"}]),
    "addresses": manifest([{"digest": ZEROS, "size": 1, "mediaType": "x", "urls": ["http://10.0.0.1/"]}]),
}
for name, bomb in BOMBS.items():
    status = ask("PUT", "/v2/app/manifests/1", bomb)
    print("OPEN" if 200 <= status < 300 else "refused", name, status)
for path in (
    "/v2/app/blobs/sha256:../../../../../../etc/passwd", "/v2/../../etc/passwd", "/v2/%2e%2e/%2e%2e/etc/passwd/tags/list",
    "/v2/app/manifests/..%2f..%2f..%2fetc%2fpasswd", "/v2/app/blobs/uploads/../../../../etc/passwd",
):  # fmt: skip
    for method in ("GET", "PUT", "DELETE"):
        status = ask(method, path, b"x")
        print("OPEN" if 200 <= status < 300 else "refused", method, path, status)
print("still there", ask("GET", "/v2/"))
print("END")
