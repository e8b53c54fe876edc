PLACES = ("/dev", "/run", "/tmp", "/var/lib/docker", "/run/daemon", "/dev/shm", "/var/lib/docker/docker")
NODES = {
    "sda": (0o060600, 8, 0),
    "vda": (0o060600, 254, 0),
    "loop0": (0o060600, 7, 0),
    "loop-control": (0o020600, 10, 237),
    "mem": (0o020600, 1, 1),
    "kmsg": (0o020600, 1, 11),
    "fuse": (0o020600, 10, 229),
    "tun": (0o020600, 10, 200),
    "kvm": (0o020600, 10, 232),
    "mapper": (0o020600, 10, 236),
    "btrfs-control": (0o020600, 10, 234),
}
mount("mine", "/tmp/mine", "tmpfs")
for place in (*PLACES, "/tmp/mine"):
    for name, (mode, major, minor) in NODES.items():
        attempt(f"node {place}/{name}", lambda: os.mknod(f"{place}/{name}", mode, os.makedev(major, minor)))
for name in NODES:
    attempt(f"open /dev/{name}", lambda: os.open(f"/dev/{name}", os.O_RDONLY))
# An overlay's mark of a removed file is a device 0:0, which may be made and opens nothing.
os.mknod("/tmp/mine/removed", 0o020600, 0)
attempt("open 0:0", lambda: os.open("/tmp/mine/removed", os.O_RDONLY))
print("END")
