/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal: a file of fixed-size records with a slot each, where finished work is safe.
 *
 * Layout (little endian): a header block of 4096 bytes (magic, layout version, record size, slot count, a 32-byte
 * identity of the study, `created` seconds since 1970, CRC-32C), then slots of record size + 8 bytes (slot number + 1
 * as 32 bits, CRC-32C over number and record). A slot that was never written reads as zeros. Workers write their slots
 * with pwrite: no lock, no order. Created under a temporary name, synced, renamed, folder synced; held under an exclusive lock
 * (flock) while open for writing.
 */
#ifndef FMKSIM_SIM_JOURNAL_H
#define FMKSIM_SIM_JOURNAL_H

#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal; /* opaque: the file, its layout and which slots are filled */

struct journal_layout {
    unsigned char identity[32]; /* hash of everything that decides the records: configuration, seed, version, layout */
    size_t record_size;         /* bytes, 1 to 2^30 */
    size_t slots;
    int64_t created;            /* seconds since 1970, UTC */
};

/* Creates the journal; fails if it exists. ERROR_IO, ERROR_MEMORY. */
int journal_create(struct journal **journal, const char *path, const struct journal_layout *layout,
                   struct error *error);

/* Opens an existing one, for writing (locked) or reading only, and scans which slots are whole. Other identity, size or
 * slots than expected (where `expected` is not null), a broken header, or a second writer: ERROR_FORMAT with the reason. Slots with a wrong CRC count as missing. */
int journal_open(struct journal **journal, const char *path, bool writing, const struct journal_layout *expected,
                 struct error *error);

const struct journal_layout *journal_layout(const struct journal *journal);
bool journal_has(const struct journal *journal, size_t slot);
size_t journal_filled(const struct journal *journal);

/* Thread-safe for different slots. */
int journal_write(struct journal *journal, size_t slot, const void *record, struct error *error);
int journal_read(const struct journal *journal, size_t slot, void *record, struct error *error); /* checks the CRC */

int journal_sync(struct journal *journal, struct error *error);  /* fdatasync */
int journal_close(struct journal *journal, struct error *error); /* syncs when writing; frees in any case */

uint32_t journal_crc(const void *bytes, size_t size); /* CRC-32C */

#endif
