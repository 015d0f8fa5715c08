/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * disk: the system's reading, writing and syncing, done until it is done.
 */
#include "sim/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int disk_write_all(int file, struct iovec part[2], off_t at)
{
    while (part[0].iov_len + part[1].iov_len > 0) {
        const ssize_t took = pwritev(file, part, 2, at);
        if (took < 0 && errno == EINTR)
            continue;
        if (took <= 0) {
            if (took == 0)
                errno = EIO; /* nothing taken and no reason given: do not spin */
            return -1;
        }
        at += took;
        size_t rest = (size_t)took;
        for (int i = 0; i < 2; i++) {
            const size_t here = rest < part[i].iov_len ? rest : part[i].iov_len;
            if (here > 0) /* an empty part may have no address */
                part[i].iov_base = (char *)part[i].iov_base + here;
            part[i].iov_len -= here;
            rest -= here;
        }
    }
    return 0;
}

ssize_t disk_read_all(int file, void *bytes, size_t size, off_t at)
{
    size_t got = 0;
    while (got < size) {
        const ssize_t more = pread(file, (char *)bytes + got, size - got, at + (off_t)got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            return -1;
        if (more == 0)
            break;
        got += (size_t)more;
    }
    return (ssize_t)got;
}

static atomic_bool no_locks; /* a property of where the process writes, not of one file */

void disk_without_locks(void)
{
    no_locks = true;
}

/* What systems say that have no locks, on NFS without a lock server for instance. */
static bool is_missing(int why)
{
    return why == ENOLCK || why == ENOSYS || why == EOPNOTSUPP || why == EINVAL;
}

int disk_lock(int file)
{
    if (no_locks)
        return 0;
    int failed;
    while ((failed = flock(file, LOCK_EX | LOCK_NB)) != 0 && errno == EINTR)
        ;
    if (failed && is_missing(errno))
        errno = EOPNOTSUPP;
    return failed;
}

int disk_sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    const size_t length = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
    char *folder = length ? strndup(path, length) : strdup(".");
    if (!folder)
        return -1;
    const int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (opened < 0)
        return -1;
    const int failed = fsync(opened) && errno != EINVAL; /* EINVAL: a file system that has no such thing */
    const int why = errno;
    close(opened);
    errno = why;
    return failed ? -1 : 0;
}
