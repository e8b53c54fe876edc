for kind in (
    "sysfs",
    "cgroup",
    "debugfs",
    "tracefs",
    "securityfs",
    "bpf",
    "pstore",
    "hugetlbfs",
    "efivarfs",
    "configfs",
    "devtmpfs",
    "fusectl",
    "selinuxfs",
    "smackfs",
    "nfsd",
    "rpc_pipefs",
    "binder",
    "resctrl",
    "xenfs",
    "9p",
    "nfs",
    "cifs",
    "ceph",
):
    attempt(f"mount {kind}", lambda: mount("none", f"/tmp/m-{kind}", kind))
for kind in ("ext4", "btrfs", "xfs", "vfat", "iso9660", "squashfs", "erofs"):
    for device in ("/dev/vda", "/dev/loop0", "/dev/sda", "/var/lib/docker/image"):
        attempt(f"mount {kind} {device}", lambda: mount(device, "/tmp/disk", kind))
REMOUNT, BIND, RDONLY = 0x20, 0x1000, 1
for target in ("/", "/etc/hosts", "/etc/resolv.conf", "/etc/hostname", "/run/daemon"):
    attempt(
        f"remount rw {target}", lambda: call("mount", b"none", target.encode(), b"", REMOUNT | BIND, None)
    )
    attempt(f"remount sb rw {target}", lambda: call("mount", b"none", target.encode(), b"", REMOUNT, None))
attempt("write to the root", lambda: open("/root-file", "w").write("x"))
attempt("write to /etc/hosts", lambda: write("/etc/hosts", "x"))
os.makedirs("/tmp/copy", exist_ok=True)
call("mount", b"/", b"/tmp/copy", b"", BIND, None)
attempt("remount a copy of the root", lambda: call("mount", b"none", b"/tmp/copy", b"", REMOUNT | BIND, None))
attempt("write to a copy of the root", lambda: open("/tmp/copy/file", "w").write("x"))
# mount_setattr(fd, path, flags, {attr_set, attr_clr = MOUNT_ATTR_RDONLY, propagation, userns_fd}, size)
clear = (ctypes.c_uint64 * 4)(0, 1, 0, 0)
NUMBERS["mount_setattr"] = 442
for target in (b"/", b"/tmp/copy", b"/etc/hosts"):
    attempt(f"mount_setattr {target!r}", lambda: call("mount_setattr", -100, target, 0, clear, 32))
attempt("write to a copy of the root", lambda: open("/tmp/copy/file", "w").write("x"))
attempt("bind over /etc/shadow and through", lambda: open("/proc/1/root/../../etc/canary").read())
print("END")
