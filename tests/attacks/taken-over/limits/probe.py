import resource

for name in ("NPROC", "MEMLOCK", "NOFILE", "MSGQUEUE", "RTPRIO", "NICE", "CORE"):
    number = getattr(resource, f"RLIMIT_{name}")
    soft, hard = resource.getrlimit(number)
    if hard != resource.RLIM_INFINITY:
        attempt(f"rlimit {name} {hard}", lambda: resource.setrlimit(number, (hard + 1, hard + 1)))
attempt("nice", lambda: os.setpriority(os.PRIO_PROCESS, 0, -20))
attempt("real time", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))
attempt("oom_score_adj", lambda: write("/proc/self/oom_score_adj", "-1000"))
attempt("clock", lambda: call("clock_settime", 0, (ctypes.c_long * 2)(1, 1)))
attempt("adjtimex", lambda: call("adjtimex", (ctypes.c_char * 256)(1)))
attempt("autogroup", lambda: write("/proc/1/autogroup", "-20"))
print("END")
