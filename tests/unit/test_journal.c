/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal: what is read back is what was written, whatever happened to the process, the disk or the bytes.
 *
 * Every record in these tests is made from its slot's number, so that a wrong record can be told from a right one.
 */
#include "sim/crc32c.h"
#include "sim/journal.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RECORD = 200, SLOTS = 64, HEADER = 4096, SLOT = RECORD + 8, NOBODY = 65534 };

/* --- tools --- */

static char folder[64];
static char path[128];

static void make_folder(void)
{
    strcpy(folder, "/tmp/fmksim-journal-XXXXXX");
    cr_assert(mkdtemp(folder), "%s", strerror(errno));
    snprintf(path, sizeof path, "%s/study.journal", folder);
}

static void remove_folder(void)
{
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx '%s'; rm -rf '%s'", folder, folder);
    cr_expect_eq(system(command), 0);
}

TestSuite(journal, .init = make_folder, .fini = remove_folder);

static struct journal_layout layout_of(size_t record, size_t slots)
{
    struct journal_layout layout = {.record_size = record, .slots = slots, .created = 1700000000};
    for (size_t i = 0; i < sizeof layout.identity; i++)
        layout.identity[i] = (unsigned char)(i * 7 + 1);
    return layout;
}

/* splitmix64: small, seeded, and not the generator under test elsewhere. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static void fill(unsigned char *record, size_t size, size_t slot)
{
    uint64_t state = slot;
    for (size_t i = 0; i < size; i++)
        record[i] = (unsigned char)next_random(&state);
}

static bool right(const unsigned char *record, size_t size, size_t slot)
{
    unsigned char expected[RECORD];
    cr_assert_leq(size, sizeof expected);
    fill(expected, size, slot);
    return memcmp(record, expected, size) == 0;
}

static struct journal *created(void)
{
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(journal_create(&journal, path, &layout, &error), 0, "%s", error.text);
    return journal;
}

static struct journal *opened(bool writing)
{
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(journal_open(&journal, path, writing, &layout, &error), 0, "%s", error.text);
    return journal;
}

static void closed(struct journal *journal)
{
    struct error error = {0};
    cr_assert_eq(journal_close(journal, &error), 0, "%s", error.text);
}

static int write_slot(struct journal *journal, size_t slot, struct error *error)
{
    unsigned char record[RECORD];
    fill(record, sizeof record, slot);
    return journal_write(journal, slot, record, error);
}

/* A journal whose slots are all filled, closed. */
static void make_full(void)
{
    struct journal *journal = created();
    for (size_t slot = 0; slot < SLOTS; slot++)
        cr_assert_eq(write_slot(journal, slot, 0), 0);
    closed(journal);
}

/* Every slot is either missing, for journal_has and journal_read alike, or right. How many are right. */
static size_t count_right(struct journal *journal, size_t slots)
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

static void refused(const char *reason, bool writing, const struct journal_layout *expected)
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
static void poke(off_t at, const void *bytes, size_t size)
{
    const int file = open(path, O_WRONLY);
    cr_assert_geq(file, 0);
    cr_assert_eq(pwrite(file, bytes, size, at), (ssize_t)size);
    close(file);
}

static void flip_bit(uint64_t bit)
{
    unsigned char byte;
    const int file = open(path, O_RDWR);
    cr_assert_geq(file, 0);
    cr_assert_eq(pread(file, &byte, 1, (off_t)(bit / 8)), 1);
    byte ^= (unsigned char)(1u << bit % 8);
    cr_assert_eq(pwrite(file, &byte, 1, (off_t)(bit / 8)), 1);
    close(file);
}

static off_t file_size(void)
{
    struct stat facts;
    cr_assert_eq(stat(path, &facts), 0);
    return facts.st_size;
}

static bool exists(const char *name)
{
    return access(name, F_OK) == 0;
}

/* Runs `act` in a process of its own and returns its exit code. */
static int in_child(int (*act)(void))
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

/* --- checksum --- */

/* Bit by bit, from the definition: the slow twin. */
static uint32_t crc_slow(const unsigned char *bytes, size_t size)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0x82F63B78u : crc >> 1;
    }
    return ~crc;
}

Test(journal, checksum_has_the_published_values)
{
    unsigned char bytes[32];
    cr_assert_eq(journal_crc("123456789", 9), 0xE3069283u);
    cr_assert_eq(crc32c_extend_portable(0, "123456789", 9), 0xE3069283u);
    cr_assert_eq(journal_crc("", 0), 0u);
    /* RFC 3720, B.4: 32 bytes of zeros, of ones, ascending */
    memset(bytes, 0, sizeof bytes);
    cr_assert_eq(journal_crc(bytes, sizeof bytes), 0x8A9136AAu);
    memset(bytes, 0xFF, sizeof bytes);
    cr_assert_eq(journal_crc(bytes, sizeof bytes), 0x62A8AB43u);
    for (unsigned i = 0; i < 32; i++)
        bytes[i] = (unsigned char)i;
    cr_assert_eq(journal_crc(bytes, sizeof bytes), 0x46DD794Eu);
}

Test(journal, checksum_is_the_same_fast_portable_and_in_pieces)
{
    unsigned char bytes[300];
    fill(bytes, 200, 1);
    fill(bytes + 200, 100, 2);
    for (size_t start = 0; start < 8; start++)
        for (size_t size = 0; start + size <= sizeof bytes; size += 3) {
            const uint32_t slow = crc_slow(bytes + start, size);
            cr_assert_eq(journal_crc(bytes + start, size), slow);
            cr_assert_eq(crc32c_extend_portable(0, bytes + start, size), slow);
            const uint32_t head = crc32c_extend(0, bytes + start, size / 3);
            cr_assert_eq(crc32c_extend(head, bytes + start + size / 3, size - size / 3), slow);
        }
}

/* --- writing and reading back --- */

Test(journal, gives_back_what_it_took)
{
    struct journal *journal = created();
    cr_assert_eq(count_right(journal, SLOTS), 0);
    for (size_t slot = 0; slot < SLOTS; slot += 3)
        cr_assert_eq(write_slot(journal, slot, 0), 0);
    cr_assert_eq(write_slot(journal, 3, 0), 0, "again");
    cr_assert_eq(journal_filled(journal), 22);
    cr_assert_eq(count_right(journal, SLOTS), 22);
    cr_assert_eq(journal_sync(journal, 0), 0);
    closed(journal);

    journal = opened(false);
    const struct journal_layout expected = layout_of(RECORD, SLOTS);
    cr_assert_eq(memcmp(journal_layout(journal)->identity, expected.identity, 32), 0);
    cr_assert_eq(journal_layout(journal)->created, expected.created);
    cr_assert_eq(journal_layout(journal)->slots, (size_t)SLOTS);
    cr_assert_eq(journal_layout(journal)->record_size, (size_t)RECORD);
    cr_assert_eq(count_right(journal, SLOTS), 22);
    closed(journal);

    journal = opened(true);
    for (size_t slot = 0; slot < SLOTS; slot++)
        if (!journal_has(journal, slot))
            cr_assert_eq(write_slot(journal, slot, 0), 0);
    cr_assert_eq(count_right(journal, SLOTS), (size_t)SLOTS);
    closed(journal);
    cr_assert_eq(file_size(), HEADER + SLOTS * SLOT);
    cr_assert_eq(journal_close(0, 0), 0);
}

Test(journal, has_no_slots_beyond_the_last)
{
    struct journal *journal = created();
    unsigned char record[RECORD] = {0};
    struct error error = {0};
    cr_assert_not(journal_has(journal, SLOTS));
    cr_assert_eq(journal_write(journal, SLOTS, record, &error), -1);
    cr_assert_eq(error.code, ERROR_FORMAT);
    cr_assert_eq(journal_read(journal, SIZE_MAX, record, &error), -1);
    cr_assert_eq(error.code, ERROR_FORMAT);
    closed(journal);
    cr_assert_eq(file_size(), HEADER);
}

Test(journal, refuses_impossible_layouts)
{
    static const size_t wrong[][2] = {{0, 1}, {1, 0}, {((size_t)1 << 30) + 1, 1}, {1, UINT32_MAX}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct journal_layout layout = layout_of(wrong[i][0], wrong[i][1]);
        struct journal *journal = 0;
        struct error error = {0};
        cr_assert_eq(journal_create(&journal, path, &layout, &error), -1);
        cr_assert_eq(error.code, ERROR_USAGE);
        cr_assert_not(exists(path));
    }
}

Test(journal, grows_sparse_and_scans_holes_quickly)
{
    const struct journal_layout layout = layout_of(100000, 20000000); /* 2 TB if it were full */
    struct journal *journal = 0;
    struct error error = {0};
    struct stat facts;
    unsigned char *record = calloc(1, 100000);
    cr_assert_eq(journal_create(&journal, path, &layout, &error), 0, "%s", error.text);
    record[99999] = 7;
    cr_assert_eq(journal_write(journal, 19999999, record, &error), 0, "%s", error.text);
    record[99999] = 8;
    cr_assert_eq(journal_write(journal, 10000000, record, &error), 0, "%s", error.text);
    closed(journal);
    cr_assert_eq(stat(path, &facts), 0);
    cr_assert_lt(facts.st_blocks * 512, 1 << 20, "two records take less than a megabyte");

    cr_assert_eq(journal_open(&journal, path, false, &layout, &error), 0, "%s", error.text);
    cr_assert_eq(journal_filled(journal), 2);
    cr_assert_eq(journal_read(journal, 10000000, record, &error), 0, "%s", error.text);
    cr_assert_eq(record[99999], 8);
    cr_assert_eq(journal_read(journal, 19999999, record, &error), 0, "%s", error.text);
    cr_assert_eq(record[99999], 7);
    cr_assert_eq(journal_read(journal, 5, record, &error), -1);
    cr_assert(strstr(error.text, "missing"), "%s", error.text);
    closed(journal);
    free(record);
}

Test(journal, scans_more_than_one_chunk_and_the_smallest_records)
{
    const struct journal_layout layout = layout_of(1, 300000); /* 9 bytes a slot: 2.7 MB, three chunks */
    struct journal *journal = 0;
    cr_assert_eq(journal_create(&journal, path, &layout, 0), 0);
    for (size_t slot = 0; slot < layout.slots; slot += 2)
        cr_assert_eq(journal_write(journal, slot, &(unsigned char){slot % 251 == 0}, 0), 0);
    closed(journal);
    cr_assert_eq(journal_open(&journal, path, false, &layout, 0), 0);
    cr_assert_eq(journal_filled(journal), 150000);
    for (size_t slot = 0; slot < layout.slots; slot++)
        cr_assert_eq(journal_has(journal, slot), slot % 2 == 0, "slot %zu", slot);
    closed(journal);
}

/* --- who may open what --- */

Test(journal, is_created_once)
{
    closed(created());
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(journal_create(&journal, path, &layout, &error), -1);
    cr_assert_null(journal);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert(strstr(error.text, path) && strstr(error.text, "exists"), "%s", error.text);
    closed(opened(false));
    char temporary[256];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    cr_assert_not(exists(temporary), "nothing is left behind");
}

Test(journal, takes_over_what_a_killed_creator_left)
{
    char temporary[256];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    FILE *rest = fopen(temporary, "w");
    for (int i = 0; i < 9000; i++)
        fputc('x', rest);
    fclose(rest);
    struct journal *journal = created();
    cr_assert_eq(count_right(journal, SLOTS), 0);
    cr_assert_eq(file_size(), HEADER, "nothing of the rest is in it");
    closed(journal);
    cr_assert_not(exists(temporary));
}

Test(journal, has_one_creator_at_a_time)
{
    char temporary[256];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    const int other = open(temporary, O_RDWR | O_CREAT, 0600);
    cr_assert_eq(flock(other, LOCK_EX), 0);
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(journal_create(&journal, path, &layout, &error), -1);
    cr_assert_eq(error.code, ERROR_FORMAT);
    cr_assert(strstr(error.text, "another process"), "%s", error.text);
    cr_assert(exists(temporary), "the other creator's file stays");
    close(other);
}

Test(journal, has_one_writer_and_many_readers)
{
    struct journal *writer = created();
    cr_assert_eq(write_slot(writer, 5, 0), 0);
    refused("is being written by another process", true, 0);
    struct journal *reader = opened(false);
    struct error error = {0};
    unsigned char record[RECORD];
    cr_assert_eq(count_right(reader, SLOTS), 1);
    cr_assert_eq(write_slot(reader, 6, &error), -1);
    cr_assert(strstr(error.text, "reading only"), "%s", error.text);
    cr_assert_eq(write_slot(writer, 7, 0), 0);
    cr_assert_not(journal_has(reader, 7), "as it was at opening");
    cr_assert_eq(journal_read(reader, 7, record, 0), 0, "as it is now");
    cr_assert(right(record, RECORD, 7));
    closed(writer);
    struct journal *next = opened(true);
    cr_assert_eq(count_right(next, SLOTS), 2);
    closed(next);
    closed(reader);
}

static int open_as_second_writer(void)
{
    struct journal *journal = 0;
    struct error error = {0};
    if (journal_open(&journal, path, true, 0, &error) == 0)
        return 1;
    return strstr(error.text, "another process") ? 0 : 2;
}

Test(journal, keeps_another_process_out)
{
    struct journal *writer = created();
    cr_assert_eq(in_child(open_as_second_writer), 0);
    closed(writer);
    cr_assert_eq(in_child(open_as_second_writer), 1, "free again");
}

Test(journal, tells_why_it_is_of_another_study)
{
    make_full();
    struct journal_layout other = layout_of(RECORD, SLOTS);
    other.identity[31] ^= 1;
    refused("another study", false, &other);
    refused("another study", true, &other);
    other = layout_of(RECORD + 8, SLOTS);
    refused("records of 200 bytes, this study of 208", true, &other);
    other = layout_of(RECORD, SLOTS + 1);
    refused("64 slots, this study needs 65", true, &other);
    other = layout_of(RECORD, SLOTS);
    other.created = 5; /* told, not compared */
    struct journal *journal = 0;
    cr_assert_eq(journal_open(&journal, path, true, &other, 0), 0, "and no refusal has kept the lock");
    cr_assert_eq(journal_layout(journal)->created, 1700000000);
    closed(journal);
}

/* --- broken bytes --- */

Test(journal, finds_every_broken_header)
{
    uint64_t state = 20240601;
    make_full();
    for (int trial = 0; trial < 300; trial++) {
        const uint64_t bit = trial < 100 ? (uint64_t)trial * 7 : next_random(&state) % (HEADER * 8);
        flip_bit(bit);
        refused(bit < 64 ? "is not a journal" : "damaged", trial % 2 == 0, 0);
        flip_bit(bit);
    }
    struct journal *journal = opened(true);
    cr_assert_eq(count_right(journal, SLOTS), (size_t)SLOTS);
    closed(journal);
}

/* A header that is whole, but of a later layout or of sizes that cannot be. */
static void forge(off_t at, uint64_t value, size_t size)
{
    unsigned char header[HEADER];
    const int file = open(path, O_RDWR);
    cr_assert_eq(pread(file, header, HEADER, 0), HEADER);
    for (size_t i = 0; i < size; i++)
        header[(size_t)at + i] = (unsigned char)(value >> (8 * i));
    const uint32_t crc = journal_crc(header, HEADER - 4);
    for (size_t i = 0; i < 4; i++)
        header[HEADER - 4 + i] = (unsigned char)(crc >> (8 * i));
    cr_assert_eq(pwrite(file, header, HEADER, 0), HEADER);
    close(file);
}

Test(journal, refuses_headers_that_lie)
{
    make_full();
    forge(8, 2, 4);
    refused("layout version 2; this program knows 1", false, 0);
    forge(8, 1, 4);
    forge(16, 0, 8);
    refused("impossible sizes", false, 0);
    forge(16, UINT64_MAX, 8);
    refused("impossible sizes", false, 0);
    forge(16, RECORD, 8);
    forge(24, UINT32_MAX, 8);
    refused("impossible sizes", false, 0);
    forge(24, 0, 8);
    refused("impossible sizes", false, 0);
    forge(24, SLOTS * 2, 8); /* possible: the second half is missing */
    struct journal *journal = 0;
    cr_assert_eq(journal_open(&journal, path, false, 0, 0), 0);
    cr_assert_eq(count_right(journal, (size_t)SLOTS * 2), (size_t)SLOTS);
    closed(journal);
}

Test(journal, never_gives_a_wrong_record_for_flipped_bits)
{
    uint64_t state = 42;
    make_full();
    for (int trial = 0; trial < 200; trial++) {
        bool hit[SLOTS] = {false};
        uint64_t bits[12];
        size_t broken = 0;
        const size_t flips = 1 + next_random(&state) % 12;
        for (size_t i = 0; i < flips; i++) { /* every third trial all in one slot; no bit twice */
            const uint64_t slot = trial % 3 == 0 ? (uint64_t)trial % SLOTS : next_random(&state) % SLOTS;
            bits[i] =
                HEADER * 8 + (slot * SLOT + (i * SLOT + next_random(&state) % SLOT) / 12) * 8 + next_random(&state) % 8;
            flip_bit(bits[i]);
            broken += !hit[slot];
            hit[slot] = true;
        }
        struct journal *journal = opened(trial % 2 == 0);
        cr_assert_eq(count_right(journal, SLOTS), SLOTS - broken, "trial %d", trial);
        for (size_t slot = 0; slot < SLOTS; slot++)
            cr_assert_eq(journal_has(journal, slot), !hit[slot]);
        closed(journal);
        for (size_t i = 0; i < flips; i++)
            flip_bit(bits[i]);
    }
}

Test(journal, knows_a_record_in_the_wrong_slot)
{
    unsigned char slot[SLOT];
    make_full();
    const int file = open(path, O_RDONLY);
    cr_assert_eq(pread(file, slot, SLOT, HEADER + 9 * SLOT), SLOT);
    close(file);
    poke(HEADER + 4 * SLOT, slot, SLOT); /* whole, with a fitting checksum, but slot 9's */
    struct journal *journal = opened(false);
    unsigned char record[RECORD];
    struct error error = {0};
    cr_assert_eq(journal_read(journal, 4, record, &error), -1);
    cr_assert(strstr(error.text, "slot 4") && strstr(error.text, "damaged"), "%s", error.text);
    for (size_t i = 0; i < RECORD; i++)
        cr_assert_eq(record[i], 0, "nothing of another slot leaks out");
    cr_assert_eq(count_right(journal, SLOTS), SLOTS - 1);
    closed(journal);
}

Test(journal, counts_what_a_shortened_file_lost_as_missing)
{
    make_full();
    for (off_t size = HEADER + SLOTS * SLOT - 1; size >= HEADER; size -= 97) {
        cr_assert_eq(truncate(path, size), 0);
        struct journal *journal = opened(false);
        cr_assert_eq(count_right(journal, SLOTS), (size_t)(size - HEADER) / SLOT);
        closed(journal);
    }
    struct journal *journal = opened(true); /* and it can go on */
    for (size_t slot = 0; slot < SLOTS; slot++)
        if (!journal_has(journal, slot))
            cr_assert_eq(write_slot(journal, slot, 0), 0);
    cr_assert_eq(count_right(journal, SLOTS), (size_t)SLOTS);
    closed(journal);
    cr_assert_eq(truncate(path, HEADER - 1), 0);
    refused("ends inside its header: 4095 of 4096 bytes", true, 0);
    cr_assert_eq(truncate(path, 3), 0);
    refused("is not a journal", true, 0);
    cr_assert_eq(truncate(path, 0), 0);
    refused("is not a journal", false, 0);
}

/* --- kills --- */

/* Writes slots in a scattered order over and over, until it is killed. */
static void write_forever(void)
{
    struct journal *journal = 0;
    if (journal_open(&journal, path, true, 0, 0))
        _exit(1);
    for (size_t i = 0;; i++)
        if (write_slot(journal, i * 37 % SLOTS, 0) || (i % 50 == 0 && journal_sync(journal, 0)))
            _exit(2);
}

Test(journal, holds_only_whole_slots_after_kills_at_random_moments)
{
    uint64_t state = 7;
    size_t before = 0;
    for (int trial = 0; trial < 25; trial++) {
        int status = 0;
        if (trial % 5 == 0) { /* anew, so that kills meet half-filled files too */
            unlink(path);
            closed(created());
            before = 0;
        }
        const pid_t child = fork();
        cr_assert_geq(child, 0);
        if (child == 0)
            write_forever();
        const struct timespec wait = {.tv_nsec = (long)(next_random(&state) % 4000000)};
        nanosleep(&wait, 0);
        cr_assert_eq(kill(child, SIGKILL), 0);
        cr_assert_eq(waitpid(child, &status, 0), child);
        cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the writer failed: %d", status);
        struct journal *journal = opened(true); /* the lock went with the process */
        const size_t now = count_right(journal, SLOTS);
        cr_assert_geq(now + 1, before, "a kill costs at most the slot under way");
        before = now;
        closed(journal);
    }
}

/* --- threads --- */

struct part {
    pthread_t thread;
    struct journal *journal;
    size_t first;
    int failed;
};

static void *write_part(void *argument)
{
    struct part *part = argument;
    for (size_t slot = part->first; slot < SLOTS; slot += 4)
        part->failed |= write_slot(part->journal, slot, 0);
    return 0;
}

Test(journal, takes_slots_from_several_threads)
{
    struct part parts[4];
    struct journal *journal = created();
    for (size_t i = 0; i < 4; i++) {
        parts[i] = (struct part){.journal = journal, .first = i};
        cr_assert_eq(pthread_create(&parts[i].thread, 0, write_part, &parts[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(parts[i].thread, 0);
        cr_assert_eq(parts[i].failed, 0);
    }
    cr_assert_eq(count_right(journal, SLOTS), (size_t)SLOTS);
    closed(journal);
}

/* --- a system that refuses --- */

/* Fills until it fails, then checks message and what is left; the caller sees to the failing. */
static void fill_until_refused(const char *reason)
{
    struct journal *journal = created();
    struct error error = {0};
    size_t slot = 0;
    while (slot < SLOTS && write_slot(journal, slot, &error) == 0)
        slot++;
    cr_assert_lt(slot, (size_t)SLOTS, "nothing refused");
    cr_assert_gt(slot, 0u);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert(strstr(error.text, path) && strstr(error.text, reason), "%s", error.text);
    cr_assert_eq(count_right(journal, SLOTS), slot, "the torn slot is missing, the others are whole");
    journal_close(journal, 0);
}

Test(journal, survives_a_file_size_limit_in_the_middle_of_a_slot)
{
    struct rlimit before;
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {.rlim_cur = HEADER + 10 * SLOT + 50, .rlim_max = before.rlim_max};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    fill_until_refused("File too large");
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_eq(file_size(), HEADER + 10 * SLOT + 50, "a short write came first");
    struct journal *journal = opened(true);
    cr_assert_eq(count_right(journal, SLOTS), 10);
    cr_assert_eq(write_slot(journal, 10, 0), 0, "with room again it goes on");
    cr_assert_eq(count_right(journal, SLOTS), 11);
    closed(journal);
}

/* A whole slot that cannot be written again counts as missing, for nobody knows what it holds now. */
Test(journal, a_failed_rewrite_forgets_the_slot)
{
    struct rlimit before;
    struct journal *journal = created();
    struct error error = {0};
    cr_assert_eq(write_slot(journal, 20, 0), 0);
    cr_assert_eq(journal_filled(journal), 1);
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = HEADER, .rlim_max = before.rlim_max}), 0);
    const int written = write_slot(journal, 20, &error);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_eq(written, -1);
    cr_assert_eq(journal_filled(journal), 0);
    cr_assert_not(journal_has(journal, 20));
    closed(journal);
}

Test(journal, cannot_be_created_where_not_even_the_header_fits)
{
    struct rlimit before;
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = 1000, .rlim_max = before.rlim_max}), 0);
    const int result = journal_create(&journal, path, &layout, &error);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_eq(result, -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert(strstr(error.text, path) && strstr(error.text, "File too large"), "%s", error.text);
    cr_assert_eq(rmdir(folder), 0, "no file of either name is left");
    cr_assert_eq(mkdir(folder, 0700), 0);
}

/* A disk of 12 kB of our own, where the system lets us mount one. */
Test(journal, survives_a_full_disk)
{
    if (unshare(CLONE_NEWNS) || mount(0, "/", 0, MS_REC | MS_PRIVATE, 0) ||
        mount("tmpfs", folder, "tmpfs", 0, "size=12k"))
        cr_skip_test("no right to mount a small disk: %s", strerror(errno));
    fill_until_refused("No space left on device");
    cr_assert_eq(mount(0, folder, 0, MS_REMOUNT, "size=1m"), 0);
    struct journal *journal = opened(true);
    for (size_t slot = 0; slot < SLOTS; slot++)
        cr_assert_eq(write_slot(journal, slot, 0), 0);
    cr_assert_eq(count_right(journal, SLOTS), (size_t)SLOTS);
    closed(journal);
    cr_assert_eq(umount(folder), 0);
}

/* Rights bind everybody but root, so root takes another user's. */
static int try_without_rights(void)
{
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    char other[256];
    if (geteuid() == 0 && setuid(NOBODY))
        return 1;
    snprintf(other, sizeof other, "%s/other.journal", folder);
    if (journal_create(&journal, other, &layout, &error) == 0)
        return 2;
    if (error.code != ERROR_IO || !strstr(error.text, other) || !strstr(error.text, "Permission denied"))
        return 3;
    if (journal_open(&journal, path, true, &layout, &error) == 0)
        return 4;
    if (error.code != ERROR_IO || !strstr(error.text, path) || !strstr(error.text, "Permission denied"))
        return 5;
    if (journal_open(&journal, path, false, &layout, &error)) /* reading is allowed */
        return 6;
    return journal_filled(journal) == SLOTS ? 0 : 7;
}

Test(journal, names_the_path_where_rights_are_missing)
{
    make_full();
    cr_assert_eq(chmod(path, 0444), 0);
    cr_assert_eq(chmod(folder, 0555), 0);
    cr_assert_eq(in_child(try_without_rights), 0);
    cr_assert_eq(chmod(folder, 0700), 0);
}

Test(journal, names_the_path_of_a_folder_that_is_not_there)
{
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    char gone[256];
    snprintf(gone, sizeof gone, "%s/gone/study.journal", folder);
    cr_assert_eq(journal_create(&journal, gone, &layout, &error), -1);
    cr_assert(strstr(error.text, gone) && strstr(error.text, "No such file"), "%s", error.text);
    cr_assert_eq(journal_open(&journal, gone, true, &layout, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert(strstr(error.text, gone) && strstr(error.text, "No such file"), "%s", error.text);
}

Test(journal, notices_that_it_was_deleted_under_its_hands)
{
    struct journal *journal = created();
    struct error error = {0};
    cr_assert_eq(write_slot(journal, 1, 0), 0);
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(rmdir(folder), 0);
    cr_assert_eq(write_slot(journal, 2, 0), 0, "the system does not mind");
    cr_assert_eq(journal_sync(journal, &error), -1, "but the work would be lost");
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert(strstr(error.text, path) && strstr(error.text, "deleted"), "%s", error.text);
    cr_assert_eq(journal_close(journal, &error), -1);
    cr_assert_eq(mkdir(folder, 0700), 0);
}

Test(journal, refuses_what_is_no_file)
{
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(mkfifo(path, 0600), 0);
    refused("not a regular file", false, 0); /* and does not wait for somebody to write to the pipe */
    refused("not a regular file", true, 0);
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(mkdir(path, 0700), 0);
    refused("not a regular file", false, 0);
    cr_assert_eq(journal_open(&journal, path, true, 0, &error), -1);
    cr_assert(strstr(error.text, "Is a directory"), "%s", error.text);
}

Test(journal, works_with_a_path_without_a_folder)
{
    const struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    struct error error = {0};
    cr_assert_eq(chdir(folder), 0);
    cr_assert_eq(journal_create(&journal, "here", &layout, &error), 0, "%s", error.text);
    closed(journal);
    cr_assert(exists("here"));
    cr_assert_eq(chdir("/"), 0);
}

/* --- what it is of, and how it ends --- */

Test(journal, tells_the_first_line_in_which_the_study_differs)
{
    struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    strcpy(layout.subject, "program: p 1\nseed: 7\nscenarios: one, two\n");
    cr_assert_eq(journal_create(&journal, path, &layout, 0), 0);
    closed(journal);

    struct journal_layout other = layout;
    other.identity[0] ^= 1;
    strcpy(other.subject, "program: p 1\nseed: 70\nscenarios: one, two\n");
    refused("it says \"seed: 7\", this study has \"70\"", true, &other);
    strcpy(other.subject, "program: p 1\nseed: 7\nscenarios: one\n");
    refused("it says \"scenarios: one, two\", this study has \"one\"", true, &other);
    strcpy(other.subject, "program: p 1\nseed: 7\nscenarios: one, two\nmore: 1\n");
    refused("another study", true, &other);
    strcpy(other.subject, layout.subject);
    refused("another study", true, &other);

    cr_assert_eq(journal_open(&journal, path, true, &layout, 0), 0);
    cr_assert_str_eq(journal_layout(journal)->subject, layout.subject);
    closed(journal);
}

Test(journal, keeps_the_longest_subject)
{
    struct journal_layout layout = layout_of(RECORD, SLOTS);
    struct journal *journal = 0;
    memset(layout.subject, 'x', sizeof layout.subject - 1);
    cr_assert_eq(journal_create(&journal, path, &layout, 0), 0);
    closed(journal);
    cr_assert_eq(journal_open(&journal, path, false, &layout, 0), 0);
    cr_assert_eq(strlen(journal_layout(journal)->subject), sizeof layout.subject - 1);
    closed(journal);
}

Test(journal, is_emptied_and_filled_again)
{
    struct journal *journal = created();
    struct stat facts;
    for (size_t slot = 0; slot < SLOTS; slot++)
        cr_assert_eq(write_slot(journal, slot, 0), 0);
    cr_assert_eq(journal_empty(journal, 0), 0);
    cr_expect_eq(count_right(journal, SLOTS), 0);
    cr_assert_eq(stat(path, &facts), 0);
    cr_expect_leq(facts.st_size, 4096, "%zd bytes are left", (ssize_t)facts.st_size);
    cr_assert_eq(write_slot(journal, SLOTS / 2, 0), 0);
    closed(journal);
    journal = opened(false);
    cr_expect_eq(count_right(journal, SLOTS), 1);
    cr_expect_eq(journal_empty(journal, 0), -1, "a reader empties nothing");
    closed(journal);
}

Test(journal, is_gone_when_it_is_finished)
{
    struct journal *journal = created();
    cr_assert_eq(write_slot(journal, 1, 0), 0);
    cr_assert_eq(journal_finish(journal, 0), 0);
    cr_assert(!exists(path));

    journal = created();
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(journal_finish(journal, 0), 0, "somebody else has removed it");
}

Test(journal, is_removed_unless_it_is_being_written)
{
    struct error error = {0};
    struct journal *journal = created();
    cr_assert_eq(journal_remove(path, &error), -1);
    cr_assert_eq(error.code, ERROR_FORMAT);
    cr_assert(strstr(error.text, "another process"), "%s", error.text);
    cr_assert(exists(path));
    closed(journal);
    cr_assert_eq(journal_remove(path, &error), 0);
    cr_assert(!exists(path));
    cr_assert_eq(journal_remove(path, &error), 0, "what is not there needs no removing");

    const int file = open(path, O_WRONLY | O_CREAT, 0600); /* no journal at all */
    cr_assert_eq(write(file, "x", 1), 1);
    close(file);
    cr_assert_eq(journal_remove(path, &error), 0);
    cr_assert(!exists(path));
    cr_assert_eq(mkdir(path, 0700), 0);
    cr_assert_eq(journal_remove(path, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_eq(rmdir(path), 0);
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_assert_eq(journal_remove(path, &error), -1, "a pipe is nobody's journal");
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_eq(unlink(path), 0);
}

Test(journal, checksums_of_pieces_join)
{
    const char text[] = "123456789";
    cr_assert_eq(journal_crc_extend(journal_crc_extend(0, text, 4), text + 4, 5), 0xE3069283u);
    cr_assert_eq(journal_crc(text, 9), 0xE3069283u);
}
