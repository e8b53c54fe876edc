import signal

pids = FACTS["pids"]
for pid in pids:
    attempt(f"kill {pid}", lambda: os.kill(pid, 0))
    for name in ("root/etc/shadow", "environ", "mem", "maps", "cwd", "fd", "ns/mnt"):
        attempt(f"/proc/{pid}/{name}", lambda: os.open(f"/proc/{pid}/{name}", os.O_RDONLY))
    attempt(f"pidfd {pid}", lambda: os.pidfd_open(pid))
seen = [int(name) for name in os.listdir("/proc") if name.isdigit()]
mine = [pid for pid in seen if os.stat(f"/proc/{pid}").st_uid == 65534]
if mine or len(seen) > 40:
    print("OPEN processes of others are seen", seen)
attempt("trace the init", lambda: call("ptrace", 16, 1, 0, 0))
for kind in ("mnt", "pid", "net", "user", "cgroup", "ipc", "uts"):
    # Its own init's namespaces are its own: entering them is no way out.
    if os.readlink(f"/proc/1/ns/{kind}") != os.readlink(f"/proc/self/ns/{kind}"):
        attempt(f"setns {kind}", lambda: call("setns", os.open(f"/proc/1/ns/{kind}", 0), 0))
mount("proc", "/tmp/proc", "proc")
if len([name for name in os.listdir("/tmp/proc") if name.isdigit()]) > 40:
    print("OPEN another proc shows more processes")
attempt("oom_score_adj below what it was given", lambda: write("/proc/self/oom_score_adj", "-1000"))
attempt("kill all of user -1", lambda: os.kill(pids[1], signal.SIGKILL))
print("END")
