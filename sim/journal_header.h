/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal_header: a journal's first block. Private to sim/.
 */
#ifndef FMKSIM_SIM_JOURNAL_HEADER_PRIVATE_H
#define FMKSIM_SIM_JOURNAL_HEADER_PRIVATE_H

#include "sim/journal.h"

enum { JOURNAL_HEADER_SIZE = 4096 };

/* Little endian, on any machine. */
void journal_put_le(unsigned char *at, uint64_t value, size_t bytes);
uint64_t journal_get_le(const unsigned char *at, size_t bytes);

/* Whether the sizes are in the ranges of struct journal_layout. */
bool journal_layout_possible(const struct journal_layout *layout);

/* 0, or -1 with errno. */
int journal_header_write(int file, const struct journal_layout *layout);

/* ERROR_IO, ERROR_FORMAT; `path` is for the message. */
int journal_header_read(int file, const char *path, struct journal_layout *layout, struct error *error);

/* Whether a journal of this layout continues the study that expects that one. ERROR_FORMAT with the reason. */
int journal_header_check(const struct journal_layout *layout, const struct journal_layout *expected, const char *path,
                         struct error *error);

#endif
