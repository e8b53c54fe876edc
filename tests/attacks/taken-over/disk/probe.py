def fill(folder: str, most: int) -> int:
    """Bytes that could be written there."""
    written = 0
    descriptor = os.open(f"{folder}/fill", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        while written < most:
            written += os.write(descriptor, os.urandom(1 << 20))
        os.fsync(descriptor)
    except OSError as error:
        print(folder, errno.errorcode[error.errno or 0])
    finally:
        os.close(descriptor)
    return written


# On every mount but its own data root and what is memory of its own: nothing may be made or changed.
for line in open("/proc/self/mountinfo").read().splitlines():
    kind, place = line.split(" - ")[1].split()[0], line.split()[4]
    if kind in (
        "tmpfs",
        "proc",
        "sysfs",
        "cgroup",
        "cgroup2",
        "mqueue",
        "devpts",
        "devtmpfs",
    ) or place.startswith("/var/lib/docker"):
        continue
    print(kind, place)
    if os.path.isdir(place):
        attempt(f"a file in {place}", lambda: fill(place, 1 << 20))
        attempt(f"a folder in {place}", lambda: os.mkdir(f"{place}/folder"))
    else:
        attempt(f"add to {place}", lambda: os.open(place, os.O_WRONLY | os.O_APPEND))
got = fill("/var/lib/docker", 600 << 20)
print("OPEN" if got > 530 << 20 else "bounded", "quota", got >> 20)
os.unlink("/var/lib/docker/fill")
for folder in ("/run", "/tmp", "/dev/shm"):
    got = fill(folder, 100 << 20)
    print("OPEN" if got > 66 << 20 else "bounded", folder, got >> 20)
    os.unlink(f"{folder}/fill")
print("END")
