import base64
import http.client

LOGIN = {"Authorization": "Basic " + base64.b64encode(b"student:s3cret").decode()}
sent = 0
for number in range(400):
    connection = http.client.HTTPConnection("127.0.0.1", 5000, timeout=20)
    try:
        connection.request("POST", f"/v2/app{number}/blobs/uploads/", headers=LOGIN)
        answer = connection.getresponse()
        answer.read()
        place = answer.headers.get("Location", "")
        data = os.urandom(1 << 20)
        connection.request("PATCH", place, body=data, headers={**LOGIN, "Content-Type": "application/octet-stream"})
        if connection.getresponse().status != 202:
            break
        sent += len(data)
    except (OSError, http.client.HTTPException):
        break
print("OPEN" if not 50 << 20 < sent < 140 << 20 else "bounded", sent >> 20)
print("END")
