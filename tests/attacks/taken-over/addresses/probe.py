import socket

print(len(FACTS["addresses"]), "addresses", len(FACTS["sockets"]), "sockets")
mine = {"/run/containerd.sock", "/run/containerd.sock.ttrpc", "/run/daemon/docker.sock"}
own = {line.split()[7] for line in open("/proc/net/unix").read().splitlines()[1:] if len(line.split()) > 7}
for host, port in FACTS["addresses"]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.settimeout(0.05)
        attempt(f"{host} {port}", lambda: probe.connect((host, port)))
for path in FACTS["sockets"]:
    if path in mine or path in own or path.startswith(("/run/docker", "/run/containerd")):
        continue
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(0.05)
        attempt(f"unix {path}", lambda: probe.connect("\0" + path[1:] if path.startswith("@") else path))
others = [name for name in own if "courseplatform" in name]
if others:
    print("OPEN sockets of others are listed", others)
interfaces = os.listdir("/proc/sys/net/ipv4/conf")
if set(interfaces) - {"all", "default", "lo"}:
    print("more interfaces than a loopback, which lead nowhere:", interfaces)
routes = open("/proc/net/route").read().splitlines()[1:]
if routes:
    print("OPEN routes", routes)
print("END")
