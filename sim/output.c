/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * output: see include/sim/output.h.
 */
#include "sim/output.h"

#include "sim/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct output {
    char *path, *part; /* owned */
    bool force;
    int file; /* the part, or -1 before it is there */
};

/* ---- what is there already ---- */

static const char *kind_of(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "a folder";
    case S_IFCHR:
    case S_IFBLK:
        return "a device";
    case S_IFIFO:
        return "a pipe";
    case S_IFSOCK:
        return "a socket";
    default:
        return "no regular file";
    }
}

/* A link is refused and not followed: the file would be written where its name does not say. */
int output_check(const char *path, bool force, struct error *error)
{
    struct stat there;
    if (lstat(path, &there) != 0)
        return errno == ENOENT ? 0 : error_system(error, ERROR_IO, "%s: cannot be written", path);
    if (S_ISLNK(there.st_mode))
        return error_set(error, ERROR_USAGE, "%s is a symbolic link; name the file that is to be written", path);
    if (!S_ISREG(there.st_mode))
        return error_set(error, ERROR_USAGE, "%s is %s, which is never replaced", path, kind_of(there.st_mode));
    return force ? 0 : error_set(error, ERROR_USAGE, "%s exists already; --force replaces it", path);
}

/* ---- the part ---- */

static void destroy(struct output *output)
{
    if (output->file >= 0)
        close(output->file);
    free(output->part);
    free(output->path);
    free(output);
}

int output_claim(struct output **out, const char *path, bool force, struct error *error)
{
    *out = NULL;
    if (output_check(path, force, error) != 0)
        return -1;
    struct output *output = calloc(1, sizeof *output);
    if (!output)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", path);
    output->file = -1;
    output->force = force;
    output->path = strdup(path);
    if (asprintf(&output->part, "%s.fmksim-part", path) < 0)
        output->part = NULL;
    if (!output->path || !output->part) {
        destroy(output);
        return error_set(error, ERROR_MEMORY, "no memory to write %s", path);
    }
    *out = output;
    return 0;
}

const char *output_part(const struct output *output)
{
    return output->part;
}

const char *output_path(const struct output *output)
{
    return output->path;
}

/* Removing takes away a name, not what a link of that name leads to; creating follows none. */
int output_begin(struct output *output, struct error *error)
{
    unlink(output->part); /* of a writer that was killed; if it stays, creating tells why */
    output->file = open(output->part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    return output->file >= 0 ? 0 : error_system(error, ERROR_IO, "%s: cannot be written", output->path);
}

void output_discard(struct output *output)
{
    if (!output)
        return;
    if (output->file >= 0)
        unlink(output->part);
    destroy(output);
}

static int sync_part(const struct output *output, struct error *error)
{
    int failed;
    while ((failed = fsync(output->file)) != 0 && errno == EINTR)
        ;
    return failed ? error_system(error, ERROR_IO, "%s: cannot be written", output->path) : 0;
}

int output_commit(struct output *output, struct error *error)
{
    int status = sync_part(output, error);
    /* Something may have come up under the name meanwhile; rename would replace it unasked. That is no wrong usage:
     * when the user asked, the name was free. */
    if (status == 0 && (status = output_check(output->path, output->force, error)) != 0)
        error->code = ERROR_IO;
    if (status != 0) {
        output_discard(output);
        return -1;
    }
    if (rename(output->part, output->path) != 0) {
        status = error_system(error, ERROR_IO, "%s: cannot be written", output->path);
        unlink(output->part);
    } else if (disk_sync_folder(output->path) != 0) {
        status = error_system(error, ERROR_IO, "%s is written, but its folder cannot be synced", output->path);
    }
    destroy(output);
    return status;
}

int output_write(struct output *output, const void *bytes, size_t size, struct error *error)
{
    /* pwritev takes the bytes without const, but does not change them */
    struct iovec part[2] = {{.iov_base = (void *)(uintptr_t)bytes, .iov_len = size}, {.iov_len = 0}};
    int status = output->file >= 0 ? 0 : output_begin(output, error);
    if (status == 0 && disk_write_all(output->file, part, 0) != 0)
        status = error_system(error, ERROR_IO, "%s: cannot be written", output->path);
    if (status == 0)
        return output_commit(output, error);
    output_discard(output);
    return -1;
}
