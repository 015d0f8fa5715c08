/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal: a file of fixed-size records with a slot each, where finished work is safe.
 *
 * Layout (little endian): a header block of 4096 bytes (magic, layout version, record size, slot count, a 32-byte
 * identity of the study, `created` seconds since 1970, its subject, zeros, CRC-32C), then slots of 8 bytes + record
 * size (slot number + 1 as 32 bits, CRC-32C over that number and the record, the record). A slot that was never written
 * reads as zeros, or lies behind the file's end: the file grows sparse, as slots are written. Workers write their slots
 * with pwrite: no lock, no order. Created under a temporary name (path + ".new"), synced, renamed, folder synced; held
 * under an exclusive lock (flock) while open for writing. A crash at any moment leaves whole slots or missing ones.
 */
#ifndef FMKSIM_SIM_JOURNAL_H
#define FMKSIM_SIM_JOURNAL_H

#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal; /* opaque: the file, its layout and which slots are filled */

enum { JOURNAL_SUBJECT = 1024 };

struct journal_layout {
    unsigned char identity[32]; /* hash of everything that decides the records: configuration, seed, version, layout */
    size_t record_size;         /* bytes, 1 to 2^30 */
    size_t slots;               /* 1 to 2^32 - 2 */
    int64_t created;            /* seconds since 1970, UTC */
    char subject[JOURNAL_SUBJECT]; /* what the identity stands for, in lines "name: value\n", so that a refusal can say
                                      which of them differs; may be empty */
};

/* Creates the journal and opens it for writing; fails if it exists. A temporary file that a killed creator left is
 * taken over. ERROR_USAGE (a layout beyond the ranges above), ERROR_IO, ERROR_MEMORY; ERROR_FORMAT if another process
 * is creating it. */
int journal_create(struct journal **journal, const char *path, const struct journal_layout *layout,
                   struct error *error);

/* Opens an existing one, for writing (locked) or reading only, and scans which slots are whole. Another subject, record
 * size, slot count or identity than expected (where `expected` is not null; its `created` is not compared), a broken
 * header, or a second writer: ERROR_FORMAT with the reason. Slots with a wrong CRC, and those behind the end of a
 * shortened file, count as missing. A reader may open while a writer is at work: it sees the slots that were whole by
 * then. */
int journal_open(struct journal **journal, const char *path, bool writing, const struct journal_layout *expected,
                 struct error *error);

const struct journal_layout *journal_layout(const struct journal *journal);

/* Thread-safe, also while others write. Known from the scan and from this journal's own writes. */
bool journal_has(const struct journal *journal, size_t slot);
size_t journal_filled(const struct journal *journal);

/* Thread-safe for different slots. A slot may be written again (a replication gives the same bytes every time); if
 * that write fails, the slot counts as missing. ERROR_IO; ERROR_FORMAT beyond the last slot. */
int journal_write(struct journal *journal, size_t slot, const void *record, struct error *error);

/* Forgets all records and gives back their room. A slot that another thread is writing meanwhile may stay. ERROR_IO. */
int journal_empty(struct journal *journal, struct error *error);

/* Reads what the file holds now and checks number and CRC; a missing or broken slot is ERROR_FORMAT, and `record` is
 * all zeros then: never a wrong record. Thread-safe. */
int journal_read(const struct journal *journal, size_t slot, void *record, struct error *error);

/* The same of `count` slots in a row, into records one after the other; of the first that is missing or broken it
 * tells, and what lies behind it is nothing then. */
int journal_read_some(const struct journal *journal, size_t first, size_t count, void *records, struct error *error);

/* Makes what was written safe from a power cut (fdatasync); fails when the file was deleted meanwhile. ERROR_IO. */
int journal_sync(struct journal *journal, struct error *error);

/* Syncs when writing; frees and unlocks in any case. Null is allowed. */
int journal_close(struct journal *journal, struct error *error);

/* The same, and the file is gone: removed before it is unlocked, so that nobody can go on with it in between. Nothing
 * is synced. */
int journal_finish(struct journal *journal, struct error *error);

/* Removes a file, journal or not, unless another process writes it (ERROR_FORMAT) or it is no regular file
 * (ERROR_IO); one that is not there is fine. */
int journal_remove(const char *path, struct error *error);

uint32_t journal_crc(const void *bytes, size_t size); /* CRC-32C */

/* The same of a text in pieces: the checksum so far, 0 at first. */
uint32_t journal_crc_extend(uint32_t crc, const void *bytes, size_t size);

#endif
