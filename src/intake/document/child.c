#include "intake/document/child_.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "intake/document/hint_.h"
#include "intake/document/pack_.h"

enum { OUT = 3 }; /* the only descriptor of the child */

/* Address space in use, so that the ceiling is over what the parent had. */
static size_t mapped_bytes(void)
{
    char line[128] = "";
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL && fgets(line, sizeof line, file) == NULL) line[0] = '\0';
    if (file != NULL) fclose(file);
    return strtoul(line, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static void limit(__rlimit_resource_t what, rlim_t most) { (void)setrlimit(what, &(struct rlimit){ most, most }); }

/* What an allocator, a clock and the last words need. */
static const int calls_of_reader[] = {
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(exit),
    SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(sysinfo), SCMP_SYS(lseek), SCMP_SYS(fstat),
};
/* And what the start of a program needs. */
static const int calls_of_program[] = {
    SCMP_SYS(execve), SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(prlimit64), SCMP_SYS(pread64), SCMP_SYS(access), SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(readlink), SCMP_SYS(ioctl), SCMP_SYS(fcntl), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(getcwd), SCMP_SYS(writev),
};

/* Everything else is refused; files of a program are opened for reading only. */
static bool allow_little(bool program)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool ok = filter != NULL;
    for (size_t i = 0; ok && i < sizeof calls_of_reader / sizeof *calls_of_reader; i++) ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls_of_reader[i], 0) == 0;
    for (size_t i = 0; ok && program && i < sizeof calls_of_program / sizeof *calls_of_program; i++) ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls_of_program[i], 0) == 0;
    if (ok && program) ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0;
    return ok && seccomp_load(filter) == 0;
}

static void leave_parent(void)
{
    static const int reset[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGCHLD };
    for (size_t i = 0; i < sizeof reset / sizeof *reset; i++) signal(reset[i], SIG_DFL); /* the parent's handlers are about the parent's files */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void limit_all(size_t memory, uint32_t seconds)
{
    limit(RLIMIT_AS, memory);
    limit(RLIMIT_CPU, seconds);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NPROC, 0);
}

static void shut_in(int out)
{
    leave_parent();
    size_t mapped = mapped_bytes();
    if (out != OUT) dup2(out, OUT);
    close_range(OUT + 1, ~0u, 0);
    for (int fd = 0; fd < OUT; fd++) close(fd);
    limit(RLIMIT_NOFILE, 0);
    limit_all(mapped + LIMIT_CHILD_BYTES, LIMIT_CHILD_CPU_S);
    if (!allow_little(false)) _exit(1); /* a kernel without seccomp: nothing is read there rather than read unguarded */
}

_Noreturn static void run_child(ChildRead read, Str bytes, int out)
{
    shut_in(out);
    Arena *arena = arena_new(LIMIT_CHILD_BYTES);
    SourceDoc doc = { .format = "" };
    Err err = { 0 };
    Buf buf;
    buf_init(&buf, LIMIT_CHILD_OUT_BYTES);
    bool ok = read(bytes, arena, &doc, &err);
    doc_pack_answer(&buf, ok, &doc, &err);
    for (size_t at = 0; at < buf.n;) {
        ssize_t n = write(OUT, buf.at + at, buf.n - at);
        if (n <= 0) break;
        at += (size_t)n;
    }
    _exit(0);
}

/* All that the child writes; false when the time is over. */
static bool listen_to(int in, uint32_t ms, Buf *buf)
{
    int64_t deadline = clock_ticks_us() + (int64_t)ms * 1000;
    for (;;) {
        int64_t left_ms = (deadline - clock_ticks_us()) / 1000;
        struct pollfd wait = { .fd = in, .events = POLLIN };
        if (left_ms <= 0) return false;
        int ready = poll(&wait, 1, (int)left_ms);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        char piece[65536];
        ssize_t n = read(in, piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return true;
        buf_add(buf, (Str){ piece, (size_t)n });
    }
}

bool child_read(ChildRead read, Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return err_set(err, ERR_IO, "Повторите позже.", "Не удалось начать чтение файла.");
    pid_t pid = fork();
    if (pid == 0) run_child(read, bytes, ends[1]);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return err_set(err, ERR_IO, "Повторите позже.", "Не удалось начать чтение файла.");
    }
    Buf reply;
    buf_init(&reply, LIMIT_CHILD_OUT_BYTES);
    bool in_time = listen_to(ends[0], LIMIT_CHILD_MS, &reply);
    close(ends[0]);
    kill(pid, SIGKILL); /* it has said all it had to, or has had its time */
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    bool slow = !in_time || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU);
    bool ok = slow ? err_set(err, ERR_LIMIT, HINT_SAVE_DOCX, "Файл читается дольше %u секунд.", LIMIT_CHILD_MS / 1000) : doc_unpack_answer(buf_str(&reply), arena, out, err);
    buf_free(&reply);
    return ok;
}

/* ---- a program of the system ---- */

_Noreturn static void run_program(const char *const *argv, int file, int out)
{
    static const char *const environment[] = { "LC_ALL=C.UTF-8", "HOME=/", "PATH=/usr/bin:/bin", NULL };
    leave_parent();
    /* What is moved away first cannot be overwritten by what comes to its place. */
    int far_file = fcntl(file, F_DUPFD, 10), far_out = fcntl(out, F_DUPFD, 10), nothing = open("/dev/null", O_RDWR);
    if (far_file < 0 || far_out < 0 || nothing < 0) _exit(127);
    dup2(nothing, 0), dup2(far_out, 1), dup2(nothing, 2), dup2(far_file, 3);
    close_range(4, ~0u, 0);
    if (!allow_little(true)) _exit(127);
    limit_all(LIMIT_CHILD_BYTES, LIMIT_PROGRAM_S); /* last: what the parent has mapped may be over it, and goes away with the start of the program */
    execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)environment);
    _exit(127);
}

/* bytes as a file without a name. */
static int file_of(Str bytes)
{
    int file = memfd_create("document", MFD_CLOEXEC);
    for (size_t at = 0; file >= 0 && at < bytes.n;) {
        ssize_t n = write(file, bytes.at + at, bytes.n - at);
        if (n > 0) {
            at += (size_t)n;
            continue;
        }
        close(file);
        return -1;
    }
    if (file >= 0) lseek(file, 0, SEEK_SET);
    return file;
}

bool child_convert(const char *const *argv, Str bytes, Buf *out)
{
    int ends[2], status = 0;
    if (access(argv[0], X_OK) != 0) return false;
    int file = file_of(bytes);
    if (file < 0 || pipe2(ends, O_CLOEXEC) != 0) {
        if (file >= 0) close(file);
        return false;
    }
    pid_t pid = fork();
    if (pid == 0) run_program(argv, file, ends[1]);
    close(ends[1]);
    close(file);
    bool in_time = pid > 0 && listen_to(ends[0], LIMIT_PROGRAM_S * 1000, out);
    close(ends[0]);
    if (pid < 0) return false;
    if (!in_time) kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0 && out->n > 0 && !out->full;
}
