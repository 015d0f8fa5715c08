/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal_world: a journal in a folder of its own, for its tests. Every record is made from its slot's number, so that
 * a wrong record can be told from a right one.
 */
#ifndef FMKSIM_TESTS_JOURNAL_WORLD_H
#define FMKSIM_TESTS_JOURNAL_WORLD_H

#include "sim/journal.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RECORD = 200, SLOTS = 64, HEADER = 4096, SLOT = RECORD + 8, NOBODY = 65534 };

static char folder[64];
static char path[128];

static inline void make_folder(void)
{
    strcpy(folder, "/tmp/fmksim-journal-XXXXXX");
    cr_assert(mkdtemp(folder), "%s", strerror(errno));
    snprintf(path, sizeof path, "%s/study.journal", folder);
}

static inline void remove_folder(void)
{
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx '%s'; rm -rf '%s'", folder, folder);
    cr_expect_eq(system(command), 0);
}

static inline struct journal_layout layout_of(size_t record, size_t slots)
{
    struct journal_layout layout = {.record_size = record, .slots = slots, .created = 1700000000};
    for (size_t i = 0; i < sizeof layout.identity; i++)
        layout.identity[i] = (unsigned char)(i * 7 + 1);
    return layout;
}

/* splitmix64: small, seeded, and not the generator under test elsewhere. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline void fill(unsigned char *record, size_t size, size_t slot)
{
    uint64_t state = slot;
    for (size_t i = 0; i < size; i++)
        record[i] = (unsigned char)next_random(&state);
}

static inline bool right(const unsigned char *record, size_t size, size_t slot)
{
    unsigned char expected[RECORD];
    cr_assert_leq(size, sizeof expected);
    fill(expected, size, slot);
    return memcmp(record, expected, size) == 0;
}

static inline struct journal *created(void)
{
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(journal_create(&journal, path, &layout, &error), 0, "%s", error.text);
    return journal;
}

static inline struct journal *opened(bool writing)
{
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(journal_open(&journal, path, writing, &layout, &error), 0, "%s", error.text);
    return journal;
}

static inline void closed(struct journal *journal)
{
    struct error error = {0};
    cr_assert_eq(journal_close(journal, &error), 0, "%s", error.text);
}

static inline int write_slot(struct journal *journal, size_t slot, struct error *error)
{
    unsigned char record[RECORD];
    fill(record, sizeof record, slot);
    return journal_write(journal, slot, record, error);
}

/* A journal whose slots are all filled, closed. */
static inline void make_full(void)
{
    struct journal *journal = created();
    for (size_t slot = 0; slot < SLOTS; slot++)
        cr_assert_eq(write_slot(journal, slot, 0), 0);
    closed(journal);
}

/* Every slot is either missing, for journal_has and journal_read alike, or right. How many are right. */
static inline size_t count_right(struct journal *journal, size_t slots)
{
    size_t count = 0;
    for (size_t slot = 0; slot < slots; slot++) {
        unsigned char record[RECORD];
        struct error error = {0};
        const int read = journal_read(journal, slot, record, &error);
        cr_assert_eq(read == 0, journal_has(journal, slot), "slot %zu: %s", slot, error.text);
        if (read == 0)
            cr_assert(right(record, sizeof record, slot), "slot %zu is wrong", slot);
        else
            cr_assert_eq(error.code, ERROR_FORMAT);
        count += read == 0;
    }
    cr_assert_eq(journal_filled(journal), count);
    return count;
}

static inline void refused(const char *reason, bool writing, const struct journal_layout *expected)
{
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(journal_open(&journal, path, writing, expected, &error), -1, "expected: %s", reason);
    cr_assert_null(journal);
    cr_assert(strstr(error.text, reason), "'%s' lacks '%s'", error.text, reason);
    cr_assert(strstr(error.text, path), "'%s' names no path", error.text);
    cr_assert_eq(error.code, ERROR_FORMAT);
}

/* Changes bytes of the file behind the journal's back. */
static inline void poke(off_t at, const void *bytes, size_t size)
{
    const int file = open(path, O_WRONLY);
    cr_assert_geq(file, 0);
    cr_assert_eq(pwrite(file, bytes, size, at), (ssize_t)size);
    close(file);
}

static inline void flip_bit(uint64_t bit)
{
    unsigned char byte;
    const int file = open(path, O_RDWR);
    cr_assert_geq(file, 0);
    cr_assert_eq(pread(file, &byte, 1, (off_t)(bit / 8)), 1);
    byte ^= (unsigned char)(1u << bit % 8);
    cr_assert_eq(pwrite(file, &byte, 1, (off_t)(bit / 8)), 1);
    close(file);
}

static inline off_t file_size(void)
{
    struct stat facts;
    cr_assert_eq(stat(path, &facts), 0);
    return facts.st_size;
}

static inline bool exists(const char *name)
{
    return access(name, F_OK) == 0;
}

/* Runs `act` in a process of its own and returns its exit code. */
static inline int in_child(int (*act)(void))
{
    int status = -1;
    fflush(0);
    const pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0)
        _exit(act());
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status), "status %d", status);
    return WEXITSTATUS(status);
}

#endif
