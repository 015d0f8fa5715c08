/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_seal: a checksum behind the end of the HDF5 data, where HDF5 does not look.
 *
 * HDF5 1.10 keeps no checksum of its heaps of strings and crashes on a broken one, or gives other numbers than were
 * written. So a file is checked whole before HDF5 sees it, and refused without a right seal. Other programs do not mind
 * the seal; one that rewrites the file drops it.
 */
#include "analysis/results/results_parts.h"
#include "sim/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[12] = "fmksim-crc32";

/* CRC-32C of the first `size` bytes; false if they cannot be read, with errno, which is 0 where there are fewer. Asks
 * for no memory: a file is not called broken for want of it. */
static bool checksum(int file, size_t size, uint32_t *crc)
{
    unsigned char bytes[1 << 16];
    size_t done = 0;
    *crc = 0;
    while (done < size) {
        ssize_t got = pread(file, bytes, size - done < sizeof bytes ? size - done : sizeof bytes, (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = 0;
        if (got <= 0)
            return false;
        *crc = journal_crc_extend(*crc, bytes, (size_t)got);
        done += (size_t)got;
    }
    return true;
}

int seal_put(const char *path, struct error *error)
{
    int file = open(path, O_RDWR | O_CLOEXEC);
    struct stat status;
    uint32_t crc;
    unsigned char seal[SEAL_SIZE];
    if (file < 0)
        return error_system(error, ERROR_IO, "%s: cannot open", path);
    int result = -1;
    if (fstat(file, &status) != 0 || !checksum(file, (size_t)status.st_size, &crc)) {
        error_system(error, ERROR_IO, "%s: cannot read", path);
    } else {
        memcpy(seal, mark, sizeof mark);
        memcpy(seal + sizeof mark, &crc, sizeof crc);
        if (pwrite(file, seal, sizeof seal, status.st_size) == (ssize_t)sizeof seal)
            result = 0;
        else
            error_system(error, ERROR_IO, "%s: cannot write", path);
    }
    close(file);
    return result;
}

enum seal seal_check(int file, size_t size)
{
    unsigned char seal[SEAL_SIZE];
    uint32_t crc, found;
    if (size <= SEAL_SIZE)
        return SEAL_NONE;
    const ssize_t got = pread(file, seal, sizeof seal, (off_t)(size - SEAL_SIZE));
    if (got < 0)
        return SEAL_UNREAD;
    if (got != (ssize_t)sizeof seal || memcmp(seal, mark, sizeof mark) != 0)
        return SEAL_NONE;
    memcpy(&found, seal + sizeof mark, sizeof found);
    if (!checksum(file, size - SEAL_SIZE, &crc))
        return errno ? SEAL_UNREAD : SEAL_BROKEN;
    return crc == found ? SEAL_WHOLE : SEAL_BROKEN;
}
