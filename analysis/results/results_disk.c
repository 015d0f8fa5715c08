/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_disk: the file driver that the writer gives to HDF5.
 *
 * HDF5 does not survive a disk that fills up: datasets and files that cannot be flushed stay half open, and the process
 * crashes later or at its end. So this driver never tells HDF5 of a failed write: it remembers the system's error for
 * the writer, keeps what follows in memory, so that HDF5 reads back what it wrote, and lets HDF5 close in order. The
 * file is then thrown away. The format of the file is that of HDF5's default driver.
 */
#include "analysis/results/results_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What could not be written. */
struct unwritten {
    struct unwritten *next; /* older first */
    haddr_t address;
    size_t size;
    unsigned char bytes[];
};

struct disk_file {
    H5FD_t base; /* HDF5's own part comes first */
    int file;
    int *failure; /* errno of the first failure, the writer's */
    haddr_t end_of_allocation, end_of_file;
    struct unwritten *unwritten, **last;
};

static H5FD_t *disk_open(const char *path, unsigned flags, hid_t access, haddr_t most)
{
    (void)flags;
    (void)most;
    int *const *failure = H5Pget_driver_info(access);
    struct disk_file *disk = calloc(1, sizeof *disk);
    if (!disk || !failure) {
        free(disk);
        return 0;
    }
    disk->failure = *failure;
    disk->last = &disk->unwritten;
    disk->file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC); /* created, empty, by the writer */
    if (disk->file < 0) {
        *disk->failure = errno;
        free(disk);
        return 0;
    }
    return &disk->base;
}

static herr_t disk_close(H5FD_t *base)
{
    struct disk_file *disk = (struct disk_file *)base;
    if (close(disk->file) != 0 && *disk->failure == 0)
        *disk->failure = errno;
    while (disk->unwritten) {
        struct unwritten *next = disk->unwritten->next;
        free(disk->unwritten);
        disk->unwritten = next;
    }
    free(disk);
    return 0;
}

static herr_t disk_query(const H5FD_t *base, unsigned long *flags)
{
    (void)base;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

static haddr_t disk_get_eoa(const H5FD_t *base, H5FD_mem_t type)
{
    (void)type;
    return ((const struct disk_file *)base)->end_of_allocation;
}

static herr_t disk_set_eoa(H5FD_t *base, H5FD_mem_t type, haddr_t address)
{
    (void)type;
    ((struct disk_file *)base)->end_of_allocation = address;
    return 0;
}

static haddr_t disk_get_eof(const H5FD_t *base, H5FD_mem_t type)
{
    (void)type;
    return ((const struct disk_file *)base)->end_of_file;
}

/* Lays the part of a block that could not be written over what was read from `address`. */
static void overlay(const struct unwritten *block, haddr_t address, size_t size, unsigned char *bytes)
{
    haddr_t from = block->address > address ? block->address : address;
    haddr_t to = block->address + block->size < address + size ? block->address + block->size : address + size;
    if (from < to)
        memcpy(bytes + (from - address), block->bytes + (from - block->address), (size_t)(to - from));
}

static herr_t disk_read(H5FD_t *base, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, void *buffer)
{
    struct disk_file *disk = (struct disk_file *)base;
    unsigned char *bytes = buffer;
    size_t done = 0;
    (void)type;
    (void)transfer;
    while (done < size) {
        ssize_t got = pread(disk->file, bytes + done, size - done, (off_t)(address + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    memset(bytes + done, 0, size - done); /* beyond the end of the file */
    for (const struct unwritten *block = disk->unwritten; block; block = block->next)
        overlay(block, address, size, bytes);
    return 0;
}

static herr_t keep(struct disk_file *disk, haddr_t address, size_t size, const unsigned char *bytes)
{
    struct unwritten *block = malloc(sizeof *block + size);
    if (!block)
        return -1;
    block->next = 0;
    block->address = address;
    block->size = size;
    memcpy(block->bytes, bytes, size);
    *disk->last = block;
    disk->last = &block->next;
    return 0;
}

static herr_t disk_write(H5FD_t *base, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size,
                         const void *buffer)
{
    struct disk_file *disk = (struct disk_file *)base;
    const unsigned char *bytes = buffer;
    size_t done = 0;
    (void)type;
    (void)transfer;
    if (address + size > disk->end_of_file)
        disk->end_of_file = address + size;
    while (done < size && *disk->failure == 0) {
        ssize_t put = pwrite(disk->file, bytes + done, size - done, (off_t)(address + done));
        if (put > 0)
            done += (size_t)put;
        else if (put == 0 || errno != EINTR)
            *disk->failure = put == 0 ? ENOSPC : errno;
    }
    return done < size ? keep(disk, address + done, size - done, bytes + done) : 0;
}

static herr_t disk_truncate(H5FD_t *base, hid_t transfer, hbool_t closing)
{
    struct disk_file *disk = (struct disk_file *)base;
    (void)transfer;
    (void)closing;
    if (disk->end_of_file == disk->end_of_allocation)
        return 0;
    if (*disk->failure == 0 && ftruncate(disk->file, (off_t)disk->end_of_allocation) != 0)
        *disk->failure = errno;
    disk->end_of_file = disk->end_of_allocation;
    return 0;
}

static const H5FD_class_t driver = {
#if H5_VERSION_GE(1, 13, 2)
    .version = H5FD_CLASS_VERSION,
    .value = (H5FD_class_value_t)511, /* of the range left to private drivers */
#endif
    .name = "fmksim-disk",
    .maxaddr = ((haddr_t)1 << 62),
    .fc_degree = H5F_CLOSE_WEAK,
    .fapl_size = sizeof(int *),
    .open = disk_open,
    .close = disk_close,
    .query = disk_query,
    .get_eoa = disk_get_eoa,
    .set_eoa = disk_set_eoa,
    .get_eof = disk_get_eof,
    .read = disk_read,
    .write = disk_write,
    .truncate = disk_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

hid_t disk_register(void)
{
    return H5FDregister(&driver);
}
