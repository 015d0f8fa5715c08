/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal: whatever a file holds, it is refused, or every slot is either missing or has a right checksum.
 */
#include "sim/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { RECORD = 24, SLOTS = 40, HEADER = 4096, SLOT = RECORD + 8 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static const struct journal_layout layout = {
    .identity = "fuzz", .record_size = RECORD, .slots = SLOTS, .created = 1, .subject = "seed: 1\nscenarios: two\n"};
static uint8_t header[HEADER];
static int file;
static char path[64];

/* A right header, to lay the bytes behind. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct journal *journal;
    char name[64] = "/tmp/fmksim-fuzz-XXXXXX";
    (void)argc;
    (void)argv;
    file = mkstemp(name);
    if (file < 0 || unlink(name) != 0 || journal_create(&journal, name, &layout, 0) != 0)
        abort();
    close(file);
    FILE *made = fopen(name, "rb");
    if (!made || fread(header, 1, HEADER, made) != HEADER || fclose(made) != 0 || journal_finish(journal, 0) != 0)
        abort();
    file = memfd_create("journal", 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return 0;
}

static void check_slots(struct journal *journal)
{
    uint8_t record[RECORD];
    size_t whole = 0;
    for (size_t slot = 0; slot < SLOTS; slot++) {
        const int status = journal_read(journal, slot, record, 0);
        if ((status == 0) != journal_has(journal, slot))
            abort();
        whole += status == 0;
    }
    if (journal_filled(journal) != whole)
        abort();
}

static void look(bool writing)
{
    struct journal *journal;
    struct error error = {0};
    uint8_t record[RECORD] = "a record";
    uint8_t again[RECORD];
    if (journal_open(&journal, path, writing, &layout, &error) != 0) {
        if (error.code == ERROR_NONE || error.text[0] == '\0')
            abort();
        return;
    }
    check_slots(journal);
    if (writing && (journal_write(journal, SLOTS / 2, record, 0) != 0 ||
                    journal_read(journal, SLOTS / 2, again, 0) != 0 || memcmp(record, again, RECORD) != 0))
        abort();
    if (writing)
        check_slots(journal);
    journal_close(journal, 0); /* the file has no name, so syncing tells that it was deleted */
}

/* The first byte says what: 0 the file as it is; 1 a right header before it; 2 right checksums of the slots, too. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint8_t slot[SLOT];
    if (size == 0)
        return 0;
    const int kind = bytes[0] % 3;
    bytes++, size--;
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes, size, kind > 0 ? HEADER : 0) != (ssize_t)size ||
        (kind > 0 && pwrite(file, header, HEADER, 0) != HEADER))
        abort();
    for (size_t i = 0; kind == 2 && (i + 1) * SLOT <= size && i < SLOTS; i++) {
        memcpy(slot, bytes + i * SLOT, SLOT);
        uint32_t crc = journal_crc_extend(journal_crc(slot, 4), slot + 8, RECORD);
        for (int b = 0; b < 4; b++)
            slot[4 + b] = (uint8_t)(crc >> 8 * b);
        if (pwrite(file, slot, SLOT, (off_t)(HEADER + i * SLOT)) != SLOT)
            abort();
    }
    look(false);
    look(true);
    return 0;
}
