#include "web/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"

/* Rights that the headers of Debian 12 do not know; the kernel's ABI says which it does. */
#define FS_TRUNCATE  (1ULL << 14) /* ABI 3 */
#define FS_IOCTL_DEV (1ULL << 15) /* ABI 5 */
#define NET_BIND     (1ULL << 0)  /* ABI 4 */
#define NET_CONNECT  (1ULL << 1)
#define RULE_NET_PORT 2

typedef struct RulesetAttr { uint64_t handled_fs, handled_net; } RulesetAttr;
typedef struct PortAttr { uint64_t allowed, port; } PortAttr;

static SandboxState entered;

static const uint64_t read_rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

static uint64_t all_rights(int abi)
{
    uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; /* ABI 1: everything up to making links */
    if (abi >= 2) rights |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3) rights |= FS_TRUNCATE;
    if (abi >= 5) rights |= FS_IOCTL_DEV;
    return rights;
}

/* A path that is not there needs no rule. */
static void allow(int ruleset, const char *path, uint64_t rights)
{
    struct stat about;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return;
    if (fstat(fd, &about) == 0 && !S_ISDIR(about.st_mode))
        rights &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | FS_TRUNCATE | FS_IOCTL_DEV;
    struct landlock_path_beneath_attr rule = { .allowed_access = rights, .parent_fd = fd };
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(fd);
}

/* What the kernel starts to start a program: the same for all of this machine, so our own tells it. */
static int loader_of_us(struct dl_phdr_info *info, size_t size, void *out)
{
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_INTERP) *(const char **)out = (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr); // NOLINT: an address of the loader
    return 1; /* the program itself comes first */
}

static void enter_landlock(const SandboxOptions *options, SandboxState *out)
{
    /* Libraries, time zones, certificates, fonts and their caches, the state of this process, random bytes. /proc also answers sysconf(). */
    static const char *const system[] = { "/usr", "/lib", "/lib64", "/etc", "/run/systemd/resolve", "/var/cache/fontconfig", "/proc", "/sys/devices/system/cpu", "/dev/urandom", "/dev/random" };
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi <= 0) return;
    out->landlock_abi = (int)abi;
    uint64_t all = all_rights((int)abi);
    bool net = abi >= 4 && !options->outgoing;
    RulesetAttr attr = { all, net ? NET_BIND | NET_CONNECT : 0 };
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, abi >= 4 ? sizeof attr : sizeof attr.handled_fs, 0);
    if (ruleset < 0) return;
    for (size_t i = 0; i < sizeof system / sizeof *system; i++) allow(ruleset, system[i], read_rights);
    allow(ruleset, "/dev/null", (read_rights | LANDLOCK_ACCESS_FS_WRITE_FILE) & all);
    for (uint32_t i = 0; i < options->n_read; i++) allow(ruleset, options->read[i], read_rights);
    uint64_t write_rights = all & ~(uint64_t)(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SOCK);
    for (uint32_t i = 0; i < options->n_write; i++) allow(ruleset, options->write[i], write_rights);
    const char *loader = NULL;
    if (options->n_run > 0) dl_iterate_phdr(loader_of_us, &loader);
    if (loader != NULL) allow(ruleset, loader, read_rights | LANDLOCK_ACCESS_FS_EXECUTE);
    for (uint32_t i = 0; i < options->n_run; i++) allow(ruleset, options->run[i], read_rights | LANDLOCK_ACCESS_FS_EXECUTE);
    PortAttr port = { NET_CONNECT, options->database_port };
    if (net && port.port != 0) syscall(SYS_landlock_add_rule, ruleset, RULE_NET_PORT, &port, 0);
    out->files = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    out->connections = out->files && net;
    close(ruleset);
}

static bool refuse_calls(scmp_filter_ctx filter, bool internet, bool programs)
{
    static const int calls[] = {
        SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(mount), SCMP_SYS(umount2),
        SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(kexec_load),
        SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(settimeofday),
        SCMP_SYS(clock_settime), SCMP_SYS(adjtimex), SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
        SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(open_by_handle_at), SCMP_SYS(acct), SCMP_SYS(quotactl), SCMP_SYS(mknod), SCMP_SYS(mknodat),
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0) != 0) return false;
    if (!programs && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(execve), 0) != 0) return false;
    if (internet) return true;
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_NE, AF_UNIX, 0)) == 0; /* connections come by accept() */
}

static void enter_seccomp(const SandboxOptions *options, SandboxState *out)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL) return;
    bool internet = options->outgoing || options->database_port != 0;
    out->calls = refuse_calls(filter, internet, options->n_run > 0) && seccomp_load(filter) == 0;
    out->connections |= out->calls && !internet;
    seccomp_release(filter);
}

void sandbox_enter(const SandboxOptions *options, SandboxState *out)
{
    SandboxState state = { 0 };
    if (!options->off && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        enter_landlock(options, &state);
        enter_seccomp(options, &state);
    }
    entered = state;
    *out = state;
}

SandboxState sandbox_state(void) { return entered; }

Str sandbox_words(SandboxState state, Arena *arena)
{
    if (!state.files && !state.calls) return STR("Песочницы нет: ядро не умеет её или она выключена.");
    return arena_printf(arena, "Песочница: чужие файлы %s, другие программы %s, исходящие соединения %s.", state.files ? "закрыты" : "открыты (ядру нужен Landlock)",
                        state.calls ? "запрещены" : "разрешены (ядру нужен seccomp)", state.connections ? "закрыты" : "открыты");
}
