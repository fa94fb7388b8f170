/* Injects file system errors for files below one folder. LD_PRELOAD this library and set
 *   DISK_BELOW   the folder, as an absolute path without links
 *   DISK_FAULTS  calls and errno values, e.g. "flock=37 fsync_folder=22"
 * Both are read at each call, so one process can simulate many disks. Calls: flock, fcntl (locks only), fsync_file,
 * fsync_folder, rename, rename_across (folders), rename_over (an existing file), chmod, mkdir,
 * unlink (in a folder being deleted), link, symlink.
 * CLOCK_AHEAD shifts the clock of the process by so many seconds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int fault(const char *call, const char *path) {
    const char *below = getenv("DISK_BELOW"), *faults = getenv("DISK_FAULTS");
    if (!below || !faults || strncmp(path, below, strlen(below)) != 0) return 0;
    for (const char *at = faults; (at = strstr(at, call)); at += strlen(call)) {
        const char *end = at + strlen(call);
        if ((at == faults || at[-1] == ' ') && *end == '=') return atoi(end + 1);
    }
    return 0;
}

static int fault_of(const char *call, int fd) {
    char link[64], path[PATH_MAX + 1];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX);
    if (length < 0) return 0;
    path[length] = 0;
    return fault(call, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ANSWER(found) do { int error = (found); if (error) { errno = error; return -1; } } while (0)

int flock(int fd, int operation) {
    ANSWER(fault_of("flock", fd));
    return ((int (*)(int, int))dlsym(RTLD_NEXT, "flock"))(fd, operation);
}

static int locks(int command) {
    return command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW;
}

int fcntl(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (locks(command)) ANSWER(fault_of("fcntl", fd));
    return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, "fcntl"))(fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return fcntl(fd, command, argument);
}

static int fault_of_sync(int fd) {
    struct stat state;
    return fault_of(fstat(fd, &state) == 0 && S_ISDIR(state.st_mode) ? "fsync_folder" : "fsync_file", fd);
}

int fsync(int fd) {
    ANSWER(fault_of_sync(fd));
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    ANSWER(fault_of_sync(fd));
    return REAL(fdatasync)(fd);
}

static size_t folder(const char *path) {
    const char *last = strrchr(path, '/');
    return last ? (size_t)(last - path) : 0;
}

int rename(const char *from, const char *to) {
    if (folder(from) != folder(to) || strncmp(from, to, folder(to)) != 0) ANSWER(fault("rename_across", to));
    if (access(to, F_OK) == 0) ANSWER(fault("rename_over", to));
    ANSWER(fault("rename", to));
    return REAL(rename)(from, to);
}

int chmod(const char *path, mode_t mode) {
    ANSWER(fault("chmod", path));
    return REAL(chmod)(path, mode);
}

int fchmod(int fd, mode_t mode) {
    ANSWER(fault_of("chmod", fd));
    return REAL(fchmod)(fd, mode);
}

int fchmodat(int folder, const char *path, mode_t mode, int flags) {
    ANSWER(fault("chmod", path));
    return REAL(fchmodat)(folder, path, mode, flags);
}

int mkdir(const char *path, mode_t mode) {
    ANSWER(fault("mkdir", path));
    return REAL(mkdir)(path, mode);
}

int unlinkat(int from, const char *path, int flags) {
    ANSWER(fault_of("unlink", from)); /* Python's rmtree holds the folder open */
    return REAL(unlinkat)(from, path, flags);
}

int link(const char *from, const char *to) {
    ANSWER(fault("link", to));
    return REAL(link)(from, to);
}

int symlink(const char *to, const char *path) {
    ANSWER(fault("symlink", path));
    return REAL(symlink)(to, path);
}

int clock_gettime(clockid_t clock, struct timespec *at) {
    const char *ahead = getenv("CLOCK_AHEAD");
    int answer = REAL(clock_gettime)(clock, at);
    if (ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) at->tv_sec += atol(ahead);
    return answer;
}

time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
