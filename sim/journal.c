/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal: a file of fixed-size records with a slot each, where finished work is safe.
 *
 * What is true of a slot is decided by its bytes alone: number and checksum fit, or it is missing. So nothing has to be
 * in order between slots, and a kill between any two instructions costs at most the slots under way.
 */
#include "sim/journal.h"

#include "sim/crc32c.h"
#include "sim/disk.h"
#include "sim/journal_header.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SLOT_HEAD = 8, SCAN_BYTES = 1 << 20, JOURNAL_TOGETHER = 64 };

struct journal {
    char *path;
    int file;
    bool writing;
    struct journal_layout layout;
    atomic_size_t filled;
    atomic_bool *has; /* a slot each */
};

/* --- slots --- */

static size_t slot_size(const struct journal_layout *layout)
{
    return SLOT_HEAD + layout->record_size;
}

static off_t slot_at(const struct journal_layout *layout, size_t slot)
{
    return (off_t)(JOURNAL_HEADER_SIZE + slot * slot_size(layout)); /* below 2^63 for all sizes that are allowed */
}

static uint32_t slot_crc(const unsigned char *head, const void *record, size_t size)
{
    return crc32c_extend(crc32c_extend(0, head, 4), record, size);
}

static bool slot_whole(const unsigned char *head, const void *record, size_t size, size_t slot)
{
    return journal_get_le(head, 4) == slot + 1 && journal_get_le(head + 4, 4) == slot_crc(head, record, size);
}

/* --- which slots are whole --- */

static void remember(struct journal *journal, size_t slot)
{
    if (!atomic_exchange(&journal->has[slot], true))
        atomic_fetch_add(&journal->filled, 1);
}

static void forget(struct journal *journal, size_t slot)
{
    if (atomic_exchange(&journal->has[slot], false))
        atomic_fetch_sub(&journal->filled, 1);
}

/* The first slot from `slot` on that can hold data: jumps over the holes of a sparse file. A file system that knows no
 * holes calls everything data, or refuses; then every slot is read. */
static size_t skip_hole(const struct journal *journal, size_t slot)
{
    const struct journal_layout *layout = &journal->layout;
    const off_t data = lseek(journal->file, slot_at(layout, slot), SEEK_DATA);
    if (data < 0)
        return errno == ENXIO ? layout->slots : slot; /* ENXIO: only a hole up to the end */
    const size_t found = (size_t)(data - JOURNAL_HEADER_SIZE) / slot_size(layout);
    return found > slot ? found : slot;
}

/* Looks at the slots in `chunk`, of which `got` bytes could be read. */
static void scan_chunk(struct journal *journal, const unsigned char *chunk, size_t got, size_t first)
{
    const size_t size = slot_size(&journal->layout);
    for (size_t i = 0; (i + 1) * size <= got && first + i < journal->layout.slots; i++) {
        const unsigned char *head = chunk + i * size;
        if (slot_whole(head, head + SLOT_HEAD, journal->layout.record_size, first + i))
            remember(journal, first + i);
    }
}

static int scan(struct journal *journal, struct error *error)
{
    const size_t size = slot_size(&journal->layout);
    const size_t together = size < SCAN_BYTES ? SCAN_BYTES / size : 1;
    unsigned char *chunk = malloc(together * size);
    if (!chunk)
        return error_set(error, ERROR_MEMORY, "no memory to read the journal '%s'", journal->path);
    int result = 0;
    for (size_t slot = skip_hole(journal, 0); slot < journal->layout.slots; slot = skip_hole(journal, slot)) {
        const ssize_t got = disk_read_all(journal->file, chunk, together * size, slot_at(&journal->layout, slot));
        if (got < 0) {
            result = error_system(error, ERROR_IO, "cannot read the journal '%s'", journal->path);
            break;
        }
        scan_chunk(journal, chunk, (size_t)got, slot);
        if ((size_t)got < together * size)
            break; /* the file's end */
        slot += together;
        if (slot >= journal->layout.slots)
            break;
    }
    free(chunk);
    return result;
}

/* --- opening --- */

static void destroy(struct journal *journal)
{
    if (journal->file >= 0)
        close(journal->file);
    free(journal->path);
    free(journal->has);
    free(journal);
}

static struct journal *allocate(const char *path, struct error *error)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal) {
        journal->file = -1;
        journal->path = strdup(path);
        if (journal->path)
            return journal;
        free(journal);
    }
    error_set(error, ERROR_MEMORY, "no memory for the journal '%s'", path);
    return 0;
}

static int allocate_slots(struct journal *journal, struct error *error)
{
    journal->has = calloc(journal->layout.slots, sizeof *journal->has);
    if (journal->has)
        return 0;
    return error_set(error, ERROR_MEMORY, "no memory for the %zu slots of the journal '%s'", journal->layout.slots,
                     journal->path);
}

static int tell_locked(const struct journal *journal, struct error *error)
{
    if (errno == EWOULDBLOCK)
        return error_set(error, ERROR_FORMAT, "the journal '%s' is being written by another process", journal->path);
    if (errno == EOPNOTSUPP)
        return error_set(error, ERROR_IO,
                         "the journal '%s' cannot be locked: its file system has no locks; with --no-lock it is up to "
                         "you that no other process writes it",
                         journal->path);
    return error_system(error, ERROR_IO, "cannot lock the journal '%s'", journal->path);
}

/* The lock belongs to the open file: it goes with the process, however that ends. */
static int lock(struct journal *journal, struct error *error)
{
    return disk_lock(journal->file) == 0 ? 0 : tell_locked(journal, error);
}

/* O_NONBLOCK: a pipe of that name must not make the program wait. */
static int open_file(struct journal *journal, struct error *error)
{
    const int access = journal->writing ? O_RDWR : O_RDONLY;
    struct stat facts;
    journal->file = open(journal->path, access | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (journal->file < 0 || fstat(journal->file, &facts))
        return error_system(error, ERROR_IO, "cannot open the journal '%s'%s", journal->path,
                            journal->writing ? " for writing" : "");
    if (!S_ISREG(facts.st_mode))
        return error_set(error, ERROR_FORMAT, "'%s' is not a regular file", journal->path);
    return journal->writing ? lock(journal, error) : 0;
}

int journal_open(struct journal **journal, const char *path, bool writing, const struct journal_layout *expected,
                 struct error *error)
{
    struct journal *opened = allocate(path, error);
    *journal = 0;
    if (!opened)
        return -1;
    opened->writing = writing;
    if (open_file(opened, error) || journal_header_read(opened->file, path, &opened->layout, error) ||
        (expected && journal_header_check(&opened->layout, expected, path, error)) || allocate_slots(opened, error) ||
        scan(opened, error)) {
        destroy(opened);
        return -1;
    }
    *journal = opened;
    return 0;
}

/* --- creating --- */

/* A file that nobody can lock is nobody's. Keeps errno. */
static void remove_unlocked(const char *temporary)
{
    const int why = errno;
    unlink(temporary);
    errno = why;
}

/* Opens the temporary file, perhaps one that a killed creator left, and locks it. Whoever holds the lock on the file
 * that has this name is the only creator: so nobody can bring up `path` between our look and our rename. */
static int claim(struct journal *journal, const char *temporary, struct error *error)
{
    struct stat ours;
    struct stat named;
    journal->file = open(temporary, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0666);
    if (journal->file < 0)
        return error_system(error, ERROR_IO, "cannot create the journal '%s'", journal->path);
    if (disk_lock(journal->file)) {
        if (errno != EWOULDBLOCK)
            remove_unlocked(temporary);
        return tell_locked(journal, error);
    }
    if (fstat(journal->file, &ours) || stat(temporary, &named) || ours.st_ino != named.st_ino ||
        ours.st_dev != named.st_dev)
        return error_set(error, ERROR_FORMAT, "another process has just created or removed the journal '%s'",
                         journal->path);
    return 0;
}

/* Fills the temporary file and gives it its name. */
static int publish(struct journal *journal, const char *temporary, struct error *error)
{
    struct stat facts;
    if (lstat(journal->path, &facts) == 0) /* whoever calls us has looked before */
        return error_set(error, ERROR_IO, "the journal '%s' exists: another process has just created it",
                         journal->path);
    if (ftruncate(journal->file, 0) || journal_header_write(journal->file, &journal->layout) || fsync(journal->file) ||
        rename(temporary, journal->path))
        return error_system(error, ERROR_IO, "cannot create the journal '%s'", journal->path);
    if (disk_sync_folder(journal->path))
        return error_system(error, ERROR_IO, "the journal '%s' was created, but its folder cannot be synced",
                            journal->path);
    return 0;
}

static int create_as(struct journal *journal, const char *temporary, struct error *error)
{
    if (allocate_slots(journal, error) || claim(journal, temporary, error))
        return -1; /* the temporary file, if any, is somebody else's */
    if (publish(journal, temporary, error) == 0)
        return 0;
    unlink(temporary); /* still locked */
    return -1;
}

int journal_create(struct journal **journal, const char *path, const struct journal_layout *layout, struct error *error)
{
    *journal = 0;
    if (!journal_layout_possible(layout))
        return error_set(error, ERROR_USAGE, "the journal '%s' cannot have %zu slots of %zu bytes", path, layout->slots,
                         layout->record_size);
    struct journal *created = allocate(path, error);
    if (!created)
        return -1;
    created->writing = true;
    created->layout = *layout;
    char *temporary = 0;
    int result = -1;
    if (asprintf(&temporary, "%s.new", path) < 0) {
        temporary = 0;
        error_set(error, ERROR_MEMORY, "no memory for the journal '%s'", path);
    } else {
        result = create_as(created, temporary, error);
    }
    free(temporary);
    if (result)
        destroy(created);
    else
        *journal = created;
    return result;
}

/* --- use --- */

const struct journal_layout *journal_layout(const struct journal *journal)
{
    return &journal->layout;
}

bool journal_has(const struct journal *journal, size_t slot)
{
    return slot < journal->layout.slots && atomic_load(&journal->has[slot]);
}

size_t journal_filled(const struct journal *journal)
{
    return atomic_load(&journal->filled);
}

static int check_slot(const struct journal *journal, size_t slot, struct error *error)
{
    if (slot < journal->layout.slots)
        return 0;
    return error_set(error, ERROR_FORMAT, "the journal '%s' has no slot %zu: its last is %zu", journal->path, slot,
                     journal->layout.slots - 1);
}

int journal_write(struct journal *journal, size_t slot, const void *record, struct error *error)
{
    if (check_slot(journal, slot, error))
        return -1;
    if (!journal->writing)
        return error_set(error, ERROR_IO, "the journal '%s' is open for reading only", journal->path);
    unsigned char head[SLOT_HEAD];
    journal_put_le(head, slot + 1, 4);
    journal_put_le(head + 4, slot_crc(head, record, journal->layout.record_size), 4);
    /* pwritev takes the record without const, but does not change it */
    struct iovec part[2] = {{.iov_base = head, .iov_len = SLOT_HEAD},
                            {.iov_base = (void *)(uintptr_t)record, .iov_len = journal->layout.record_size}};
    forget(journal, slot);
    if (disk_write_all(journal->file, part, slot_at(&journal->layout, slot)))
        return error_system(error, ERROR_IO, "cannot write slot %zu of the journal '%s' (%zu of %zu are filled)", slot,
                            journal->path, journal_filled(journal), journal->layout.slots);
    remember(journal, slot);
    return 0;
}

int journal_empty(struct journal *journal, struct error *error)
{
    for (size_t slot = 0; slot < journal->layout.slots; slot++)
        forget(journal, slot);
    if (journal->writing && ftruncate(journal->file, JOURNAL_HEADER_SIZE) == 0)
        return 0;
    return error_system(error, ERROR_IO, "cannot empty the journal '%s'", journal->path);
}

int journal_read(const struct journal *journal, size_t slot, void *record, struct error *error)
{
    const size_t size = journal->layout.record_size;
    unsigned char head[SLOT_HEAD];
    if (check_slot(journal, slot, error))
        return -1;
    const off_t at = slot_at(&journal->layout, slot);
    const ssize_t got_head = disk_read_all(journal->file, head, SLOT_HEAD, at);
    const ssize_t got = got_head < 0 ? -1 : disk_read_all(journal->file, record, size, at + SLOT_HEAD);
    if (got < 0) {
        error_system(error, ERROR_IO, "cannot read slot %zu of the journal '%s'", slot, journal->path);
    } else if (got_head == SLOT_HEAD && (size_t)got == size && slot_whole(head, record, size, slot)) {
        return 0;
    } else {
        error_set(error, ERROR_FORMAT, "slot %zu of the journal '%s' is %s", slot, journal->path,
                  got_head == SLOT_HEAD && journal_get_le(head, 8) ? "damaged" : "missing");
    }
    memset(record, 0, size);
    return -1;
}

/* Whole slots by one call to the system: heads to one place, records to the other. */
static bool read_together(const struct journal *journal, size_t first, size_t count, unsigned char *records)
{
    enum { MOST = JOURNAL_TOGETHER };
    unsigned char head[MOST][SLOT_HEAD];
    struct iovec part[2 * MOST];
    const size_t size = journal->layout.record_size;
    for (size_t i = 0; i < count; i++) {
        part[2 * i] = (struct iovec){.iov_base = head[i], .iov_len = SLOT_HEAD};
        part[2 * i + 1] = (struct iovec){.iov_base = records + i * size, .iov_len = size};
    }
    const ssize_t got = preadv(journal->file, part, (int)(2 * count), slot_at(&journal->layout, first));
    bool whole = got >= 0 && (size_t)got == count * slot_size(&journal->layout);
    for (size_t i = 0; whole && i < count; i++)
        whole = slot_whole(head[i], records + i * size, size, first + i);
    return whole;
}

int journal_read_some(const struct journal *journal, size_t first, size_t count, void *records, struct error *error)
{
    unsigned char *to = records;
    while (count > 0) {
        const size_t some = count < JOURNAL_TOGETHER ? count : JOURNAL_TOGETHER;
        const bool inside = first < journal->layout.slots && some <= journal->layout.slots - first;
        if (!inside || !read_together(journal, first, some, to)) /* one by one it is told which one, and why */
            for (size_t i = 0; i < some; i++)
                if (journal_read(journal, first + i, to + i * journal->layout.record_size, error))
                    return -1;
        first += some;
        count -= some;
        to += some * journal->layout.record_size;
    }
    return 0;
}

int journal_sync(struct journal *journal, struct error *error)
{
    struct stat facts;
    int failed;
    if (!journal->writing)
        return 0;
    while ((failed = fdatasync(journal->file)) && errno == EINTR)
        ;
    if (failed || fstat(journal->file, &facts))
        return error_system(error, ERROR_IO, "cannot sync the journal '%s'", journal->path);
    if (facts.st_nlink == 0)
        return error_set(error, ERROR_IO, "the journal '%s' was deleted while it was being written", journal->path);
    return 0;
}

int journal_finish(struct journal *journal, struct error *error)
{
    int result = 0;
    if (unlink(journal->path) && errno != ENOENT)
        result = error_system(error, ERROR_IO, "cannot remove the journal '%s'", journal->path);
    destroy(journal);
    return result;
}

int journal_remove(const char *path, struct error *error)
{
    struct journal named = {.path = (char *)(uintptr_t)path}; /* only looked at */
    struct stat facts;
    if (lstat(path, &facts) == 0 && !S_ISREG(facts.st_mode))
        return error_set(error, ERROR_IO, "the journal '%s' is not a regular file and is not removed", path);
    named.file = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (named.file < 0 && errno == ENOENT)
        return 0;
    int result = named.file < 0 ? 0 : lock(&named, error); /* one that cannot be opened is nobody's */
    if (result == 0 && unlink(path) && errno != ENOENT)
        result = error_system(error, ERROR_IO, "cannot remove the journal '%s'", path);
    if (named.file >= 0)
        close(named.file);
    return result;
}

int journal_close(struct journal *journal, struct error *error)
{
    if (!journal)
        return 0;
    int result = journal_sync(journal, error);
    const int file = journal->file;
    journal->file = -1;
    if (close(file) && result == 0 && errno != EINTR) /* Linux has closed it in any case */
        result = error_system(error, ERROR_IO, "cannot close the journal '%s'", journal->path);
    destroy(journal);
    return result;
}
