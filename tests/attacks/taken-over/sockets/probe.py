import socket

for family in range(1, 46):
    for kind in (1, 2, 3, 5):
        if family in (1, 2, 10) or (family == 16 and kind in (2, 3)):
            continue
        attempt(f"family {family} kind {kind}", lambda: socket.socket(family, kind, 0))
for protocol in range(1, 23):
    attempt(f"netlink {protocol}", lambda: socket.socket(16, 3, protocol))
for protocol in (132, 136, 33, 262):
    attempt(f"protocol {protocol}", lambda: socket.socket(2, 1, protocol))
pair = (ctypes.c_int * 2)()
NUMBERS["socketpair"] = 53
attempt("socketpair of a foreign family", lambda: call("socketpair", 30, 1, 0, pair))
print("END")
