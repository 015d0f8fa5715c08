/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal: what is read back is what was written, by one writer and many readers, to those whose study it is.
 */
#include "journal_world.h"
#include "sim/crc32c.h"

#include <pthread.h>
#include <sys/file.h>

TestSuite(journal, .init = make_folder, .fini = remove_folder);

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

/* Many at once are what they are one by one; the first that is missing is told, in whatever part of them it is. */
Test(journal, gives_back_many_at_once)
{
    enum { MANY = 200, FROM = 3, COUNT = 150 };
    const struct journal_layout layout = layout_of(RECORD, MANY);
    static unsigned char together[COUNT * RECORD], one[RECORD];
    struct journal *journal;
    struct error error = {0};
    cr_assert_eq(journal_create(&journal, path, &layout, &error), 0, "%s", error.text);
    for (size_t slot = 0; slot < MANY - 1; slot++)
        cr_assert_eq(write_slot(journal, slot, 0), 0);
    cr_assert_eq(journal_read_some(journal, FROM, COUNT, together, &error), 0, "%s", error.text);
    for (size_t i = 0; i < COUNT; i++) {
        cr_assert_eq(journal_read(journal, FROM + i, one, &error), 0);
        cr_assert_eq(memcmp(together + i * RECORD, one, RECORD), 0, "%zu", i);
    }
    cr_expect_eq(journal_read_some(journal, MANY - COUNT, COUNT, together, &error), -1);
    cr_expect(strstr(error.text, "199"), "%s", error.text);
    cr_expect_eq(journal_read_some(journal, MANY - 2, 3, together, &error), -1); /* beyond the end */
    closed(journal);
}

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
