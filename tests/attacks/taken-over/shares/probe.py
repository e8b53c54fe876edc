for name in sorted(os.listdir("/proc/sys/user")):
    attempt(f"raise {name}", lambda: write(f"/proc/sys/user/{name}", "100000"))
attempt("a user namespace", lambda: call("unshare", 0x10000000))

watchers = []
try:
    while len(watchers) < 200:
        watchers.append(LIBC.inotify_init1(0))
        if watchers[-1] < 0:
            break
finally:
    print("inotify", len(watchers) - 1)

# Network namespaces, held by descriptors, in a child that gives them back.
child = os.fork()
if not child:
    made = 0
    try:
        while made < 1500:
            call("unshare", 0x40000000)
            os.open("/proc/self/ns/net", os.O_RDONLY)
            made += 1
    except OSError as error:
        print("bounded", made, errno.errorcode[error.errno or 0], flush=True)
    else:
        print("OPEN", made, "network namespaces", flush=True)
    os._exit(0)
os.waitpid(child, 0)
print("END")
