/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal when bytes flip, a process is killed, the disk is full or rights are missing: a record is the one that
 * was written, or it is missing.
 */
#include "journal_world.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <time.h>

TestSuite(journal_damage, .init = make_folder, .fini = remove_folder);

Test(journal_damage, finds_every_broken_header)
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

Test(journal_damage, refuses_headers_that_lie)
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

Test(journal_damage, never_gives_a_wrong_record_for_flipped_bits)
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

Test(journal_damage, knows_a_record_in_the_wrong_slot)
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

Test(journal_damage, counts_what_a_shortened_file_lost_as_missing)
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

Test(journal_damage, holds_only_whole_slots_after_kills_at_random_moments)
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

Test(journal_damage, survives_a_file_size_limit_in_the_middle_of_a_slot)
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
Test(journal_damage, a_failed_rewrite_forgets_the_slot)
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

Test(journal_damage, cannot_be_created_where_not_even_the_header_fits)
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
Test(journal_damage, survives_a_full_disk)
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

Test(journal_damage, names_the_path_where_rights_are_missing)
{
    make_full();
    cr_assert_eq(chmod(path, 0444), 0);
    cr_assert_eq(chmod(folder, 0555), 0);
    cr_assert_eq(in_child(try_without_rights), 0);
    cr_assert_eq(chmod(folder, 0700), 0);
}

Test(journal_damage, names_the_path_of_a_folder_that_is_not_there)
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

Test(journal_damage, notices_that_it_was_deleted_under_its_hands)
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

Test(journal_damage, refuses_what_is_no_file)
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
