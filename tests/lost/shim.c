/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * shim: a machine that misbehaves, laid under a program by LD_PRELOAD. The tests of this folder compile it themselves.
 *
 *   LOST_LOG=FILE LOST_FOLDER=DIR   every change to the files of DIR goes to FILE, for power.py to replay
 *   LOST_FAIL=N                     the N-th request for memory that the program itself makes fails
 *   LOST_FAIL_FROM=N                the N-th and all after it
 *   LOST_CLOCK=SEED                 the time of day jumps by years at every look; the monotonic clock is left alone
 *   LOST_NO_LOCKS=1                 no file can be locked
 *   LOST_SLEEPY=N                   who limits his processor time sleeps N seconds first, as the child that reads a
 * file LOST_NEWBORN=N                  a child sleeps N seconds before it does anything LOST_COUNT=FILE writes the
 * number of requests for memory at the end
 *
 * Memory that libraries ask for is left alone: not all of them look at the answer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static uintptr_t program_from, program_to;
static long fail_at, fail_from;
static atomic_long asked;
static int log_file = -1;
static const char *log_folder;
static atomic_uint_fast64_t clock_state;
static int clock_jumps;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

static int find_program(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X)) {
            program_from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
            program_to = program_from + info->dlpi_phdr[i].p_memsz;
        }
    return 1; /* the first is the program */
}

__attribute__((constructor)) static void begin(void)
{
    const char *text;
    dl_iterate_phdr(find_program, 0);
    if ((text = getenv("LOST_FAIL")))
        fail_at = atol(text);
    if ((text = getenv("LOST_FAIL_FROM")))
        fail_from = atol(text);
    if ((text = getenv("LOST_CLOCK"))) {
        clock_jumps = 1;
        atomic_store(&clock_state, strtoull(text, 0, 10));
    }
    log_folder = getenv("LOST_FOLDER");
    if ((text = getenv("LOST_LOG")) && log_folder)
        log_file = open(text, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
}

__attribute__((destructor)) static void end(void)
{
    const char *text = getenv("LOST_COUNT");
    FILE *file = text ? fopen(text, "w") : 0;
    if (file) {
        fprintf(file, "%ld\n", atomic_load(&asked));
        fclose(file);
    }
}

/* ---- memory ---- */

static int refused(const void *caller)
{
    if ((uintptr_t)caller < program_from || (uintptr_t)caller >= program_to)
        return 0;
    long number = atomic_fetch_add(&asked, 1) + 1;
    if ((fail_at && number == fail_at) || (fail_from && number >= fail_from)) {
        errno = ENOMEM;
        return 1;
    }
    return 0;
}
#define REFUSED refused(__builtin_return_address(0))

void *malloc(size_t size)
{
    return REFUSED ? 0 : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return REFUSED ? 0 : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return REFUSED ? 0 : __libc_realloc(old, size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
    size_t bytes;
    if (REFUSED || __builtin_mul_overflow(count, size, &bytes))
        return 0;
    return __libc_realloc(old, bytes);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return REFUSED ? 0 : __libc_memalign(alignment, size);
}

#undef strdup
char *strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = REFUSED ? 0 : __libc_malloc(size);
    return copy ? memcpy(copy, text, size) : 0;
}

#undef strndup
char *strndup(const char *text, size_t most)
{
    size_t size = strnlen(text, most);
    char *copy = REFUSED ? 0 : __libc_malloc(size + 1);
    if (copy) {
        memcpy(copy, text, size);
        copy[size] = 0;
    }
    return copy;
}

int asprintf(char **out, const char *format, ...)
{
    va_list arguments;
    if (REFUSED)
        return -1;
    va_start(arguments, format);
    int length = vasprintf(out, format, arguments);
    va_end(arguments);
    return length;
}

/* ---- clocks ---- */

static time_t jump(void)
{
    uint64_t z = atomic_fetch_add(&clock_state, 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (time_t)(z % 2000000000);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

time_t time(time_t *out)
{
    time_t now = clock_jumps ? jump() : NEXT(time)(0);
    if (out)
        *out = now;
    return now;
}

int clock_gettime(clockid_t which, struct timespec *out)
{
    int status = NEXT(clock_gettime)(which, out);
    if (clock_jumps && which == CLOCK_REALTIME)
        out->tv_sec = jump();
    return status;
}

/* ---- files ---- */

/* A record: kind, then texts and numbers in lines, then `size` bytes. */
static void note(const char *kind, const char *path, const char *other, long long at, size_t size, const void *bytes)
{
    char head[3 * PATH_MAX];
    struct timespec now;
    NEXT(clock_gettime)(CLOCK_MONOTONIC, &now);
    int length = snprintf(head, sizeof head, "%s\n%s\n%s\n%lld\n%zu\n%lld.%09ld\n", kind, path, other, at, size,
                          (long long)now.tv_sec, now.tv_nsec);
    struct iovec part[2] = {{head, (size_t)length}, {(void *)(uintptr_t)bytes, size}};
    if (writev(log_file, part, size ? 2 : 1) != length + (ssize_t)size)
        abort();
}

/* The path of a file within the folder; 0: elsewhere. */
static int path_of(int file, char path[PATH_MAX])
{
    char link[64];
    if (log_file < 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return strncmp(path, log_folder, strlen(log_folder)) == 0;
}

int open(const char *path, int flags, ...)
{
    char real[PATH_MAX];
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    pthread_mutex_lock(&log_lock);
    int existed = access(path, F_OK) == 0, file = NEXT(open)(path, flags, mode);
    if (file >= 0 && (flags & (O_CREAT | O_TRUNC)) && path_of(file, real)) {
        if (!existed)
            note("create", real, "", 0, 0, 0);
        if (flags & O_TRUNC)
            note("truncate", real, "", 0, 0, 0);
    }
    pthread_mutex_unlock(&log_lock);
    return file;
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    char path[PATH_MAX];
    pthread_mutex_lock(&log_lock);
    ssize_t put = NEXT(pwrite)(file, bytes, size, at);
    if (put > 0 && path_of(file, path))
        note("write", path, "", at, (size_t)put, bytes);
    pthread_mutex_unlock(&log_lock);
    return put;
}

ssize_t pwritev(int file, const struct iovec *part, int count, off_t at)
{
    char path[PATH_MAX];
    pthread_mutex_lock(&log_lock);
    ssize_t put = NEXT(pwritev)(file, part, count, at), rest = put;
    if (put > 0 && path_of(file, path))
        for (int i = 0; i < count && rest > 0; i++) {
            size_t here = (size_t)rest < part[i].iov_len ? (size_t)rest : part[i].iov_len;
            if (here > 0)
                note("write", path, "", at, here, part[i].iov_base);
            at += (off_t)here;
            rest -= (ssize_t)here;
        }
    pthread_mutex_unlock(&log_lock);
    return put;
}

int ftruncate(int file, off_t size)
{
    char path[PATH_MAX];
    pthread_mutex_lock(&log_lock);
    int status = NEXT(ftruncate)(file, size);
    if (status == 0 && path_of(file, path))
        note("truncate", path, "", size, 0, 0);
    pthread_mutex_unlock(&log_lock);
    return status;
}

static int sync_with(int (*function)(int), int file)
{
    char path[PATH_MAX];
    pthread_mutex_lock(&log_lock);
    int status = function(file);
    if (status == 0 && path_of(file, path))
        note("sync", path, "", 0, 0, 0);
    pthread_mutex_unlock(&log_lock);
    return status;
}

int fsync(int file)
{
    return sync_with(NEXT(fsync), file);
}

int fdatasync(int file)
{
    return sync_with(NEXT(fdatasync), file);
}

static void absolute(const char *path, char real[PATH_MAX])
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    if (!realpath(folder, real))
        real[0] = 0;
    snprintf(real + strlen(real), PATH_MAX - strlen(real), "/%s", slash ? slash + 1 : path);
}

int rename(const char *from, const char *to)
{
    char one[PATH_MAX], other[PATH_MAX];
    absolute(from, one);
    absolute(to, other);
    pthread_mutex_lock(&log_lock);
    int status = NEXT(rename)(from, to);
    if (status == 0 && log_file >= 0)
        note("rename", one, other, 0, 0, 0);
    pthread_mutex_unlock(&log_lock);
    return status;
}

int unlink(const char *path)
{
    char real[PATH_MAX];
    absolute(path, real);
    pthread_mutex_lock(&log_lock);
    int status = NEXT(unlink)(path);
    if (status == 0 && log_file >= 0)
        note("unlink", real, "", 0, 0, 0);
    pthread_mutex_unlock(&log_lock);
    return status;
}

/* ---- locks ---- */

int flock(int file, int operation)
{
    if (getenv("LOST_NO_LOCKS")) {
        errno = ENOLCK;
        return -1;
    }
    return (int)syscall(SYS_flock, file, operation);
}

/* ---- a child that takes its time ---- */

int setrlimit(__rlimit_resource_t which, const struct rlimit *limit)
{
    const char *text = getenv("LOST_SLEEPY");
    if (text && which == RLIMIT_CPU)
        sleep((unsigned)atoi(text));
    return NEXT(setrlimit)(which, limit);
}

pid_t fork(void)
{
    const char *text = getenv("LOST_NEWBORN");
    const pid_t child = NEXT(fork)();
    if (child == 0 && text)
        sleep((unsigned)atoi(text));
    return child;
}
