/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_seal: a checksum behind the end of the HDF5 data, where HDF5 does not look.
 *
 * HDF5 1.10 keeps no checksum of its heaps of strings and crashes on a broken one. So a file that carries a seal is
 * checked whole before HDF5 sees it. A program that rewrites the file drops the seal, and the file stays legal.
 */
#include "results_parts.h"

#include "sim/journal.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[12] = "fmksim-crc32";

/* CRC-32C of the first `size` bytes; false if they cannot be mapped. */
static bool checksum(int file, size_t size, uint32_t *crc)
{
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        return false;
    *crc = journal_crc(bytes, size);
    munmap(bytes, size);
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
    if (size <= SEAL_SIZE || pread(file, seal, sizeof seal, (off_t)(size - SEAL_SIZE)) != (ssize_t)sizeof seal ||
        memcmp(seal, mark, sizeof mark) != 0)
        return SEAL_NONE;
    memcpy(&found, seal + sizeof mark, sizeof found);
    return checksum(file, size - SEAL_SIZE, &crc) && crc == found ? SEAL_WHOLE : SEAL_BROKEN;
}
