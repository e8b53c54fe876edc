import fcntl

NAMED = {"SNAP_CREATE": 0x50009401, "SUBVOL_CREATE": 0x5000940E, "SNAP_DESTROY": 0x5000940F}
# A copy by reference stays possible, within the quota.
open("/var/lib/docker/one", "w").write("x" * 100_000)
with open("/var/lib/docker/one") as one, open("/var/lib/docker/two", "w") as two:
    print("cloned", fcntl.ioctl(two, 0x40049409, one.fileno()))
root = os.open("/var/lib/docker", os.O_RDONLY)


def named(request: int, name: str, source: int = 0) -> None:
    fcntl.ioctl(root, request, bytearray(source.to_bytes(8, "little") + name.encode().ljust(4088, b"\0")))


def version_2(request: int, name: str, source: int = 0, flags: int = 0) -> None:
    head = source.to_bytes(8, "little") + bytes(8) + flags.to_bytes(8, "little") + bytes(32)
    fcntl.ioctl(root, request, bytearray(head + name.encode().ljust(4040, b"\0")))


attempt("new subvolume", lambda: named(NAMED["SUBVOL_CREATE"], "mine"))
attempt("new subvolume v2", lambda: version_2(0x50009418, "mine2"))
attempt("snapshot of itself", lambda: named(NAMED["SNAP_CREATE"], "copy", root))
attempt("snapshot v2", lambda: version_2(0x50009417, "copy2", root))
attempt("snapshot v2 with another quota group", lambda: version_2(0x50009417, "copy3", root, 4))
attempt("delete a subvolume", lambda: named(NAMED["SNAP_DESTROY"], "mine"))
attempt("delete by id", lambda: version_2(0x5000943F, "", 256, 16))
attempt("make itself read-only", lambda: fcntl.ioctl(root, 0x4008941A, (2).to_bytes(8, "little")))
REQUESTS = {
    "QUOTA_CTL": 0xC0109428,
    "QGROUP_ASSIGN": 0x40189429,
    "QGROUP_CREATE": 0x4010942A,
    "QGROUP_LIMIT": 0x8030942B,
    "QUOTA_RESCAN": 0x4040942C,
    "SEND": 0x40489426,
    "TREE_SEARCH": 0xD0009411,
    "TREE_SEARCH_V2": 0xC0709411,
    "DEV_INFO": 0xD000941E,
    "ADD_DEV": 0x5000940A,
    "RM_DEV": 0x5000940B,
    "RESIZE": 0x50009403,
    "BALANCE": 0xC4009420,
    "DEFRAG": 0x50009402,
    "SET_RECEIVED": 0xC0C89425,
    "DEFAULT_SUBVOL": 0x40089413,
    "SCRUB": 0xC400941B,
    "LOGICAL_INO": 0xC0389424,
    "SYNC": 0x9408,
    "SET_FEATURES": 0x40309439,
    "GET_SUBVOL_INFO": 0x81F8943C,
    "ENCODED_WRITE": 0x40809440,
    "SUBVOL_SYNC": 0x40109441,
    "START_SYNC": 0x80089418,
    "SPACE_INFO": 0xC0109414,
    "FS_INFO": 0x8400941F,
    "SET_LABEL": 0x41009432,
}
for name, request in REQUESTS.items():
    attempt(name, lambda: fcntl.ioctl(root, request, bytearray(4096)))
print("END")
