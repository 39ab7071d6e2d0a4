#include "store/sqlite_place_.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "base/arena.h"
#include "base/str.h"

#define MAGIC_FUSE 0x65735546u

const char *sqlite_network_place(uint64_t magic, const char *type)
{
    static const struct { uint64_t magic; const char *name; } networks[] = {
        { 0x6969, "NFS" }, { 0xFF534D42, "CIFS" }, { 0xFE534D42, "SMB" }, { 0x517B, "SMB" }, { 0x01021997, "9P" }, { 0x00C36400, "Ceph" },
        { 0x5346414F, "AFS" }, { 0x6B414653, "AFS" }, { 0x73757245, "Coda" }, { 0x564C, "NetWare" }, { 0x0BD00BD0, "Lustre" }, { 0x47504653, "GPFS" },
        { 0x7461636F, "OCFS2" }, { 0x01161970, "GFS2" }, { 0x19830326, "BeeGFS" }, { 0x786F4256, "vboxsf" }, { 0xBACBACBC, "vmhgfs" },
    };
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        if (magic == networks[i].magic) return networks[i].name;
    if (magic != MAGIC_FUSE) return NULL;
    /* Local disks behind FUSE; whatever else is there (sshfs, s3fs, rclone, glusterfs, …) is a network or as bad as one. */
    bool local = strcmp(type, "fuseblk") == 0 || strcmp(type, "fuse.fuse-overlayfs") == 0 || strcmp(type, "fuse.gocryptfs") == 0;
    return local ? NULL : "FUSE";
}

/* Type of the mounted file system of a device, as the kernel names it; empty when not told. */
static void mounted_type(dev_t device, char type[64])
{
    type[0] = '\0';
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    if (mounts == NULL) return;
    char line[4096];
    while (fgets(line, sizeof line, mounts) != NULL) {
        unsigned major_number, minor_number;
        const char *dash = strstr(line, " - ");
        if (dash == NULL || sscanf(line, "%*u %*u %u:%u", &major_number, &minor_number) != 2) continue;
        if (makedev(major_number, minor_number) == device && sscanf(dash, " - %63s", type) == 1) break;
    }
    fclose(mounts);
}

bool sqlite_place_check(const char *path, Err *err)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    size_t n = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    if (n >= sizeof folder) return err_set(err, ERR_INPUT, "Выберите папку поближе.", "Слишком длинный путь к базе.");
    snprintf(folder, sizeof folder, "%.*s", (int)n, path);
    if (n == 0) snprintf(folder, sizeof folder, ".");
    struct statfs about;
    struct stat file;
    if ((statfs(path, &about) != 0 || stat(path, &file) != 0) && (statfs(folder, &about) != 0 || stat(folder, &file) != 0))
        return err_set(err, ERR_NOT_FOUND, "Проверьте путь или создайте папку.", "Нет папки «%.300s» для базы.", folder);
    char type[64];
    mounted_type(file.st_dev, type);
    const char *name = sqlite_network_place((uint64_t)about.f_type & 0xFFFFFFFFu, type);
    if (name == NULL) return true;
    return err_set(err, ERR_INPUT, "Перенесите файл базы на местный диск или укажите базу PostgreSQL: --db postgresql://…",
        "База «%.200s» лежит на сетевом диске (%s): там её файл может испортиться.", path, name);
}
