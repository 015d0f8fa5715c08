/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * crc32c: the Castagnoli checksum, in pieces. Private to sim/; the public face is journal_crc().
 */
#ifndef FMKSIM_SIM_CRC32C_PRIVATE_H
#define FMKSIM_SIM_CRC32C_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what `crc` covers followed by `size` more bytes; start with 0. Picks the processor's instruction
 * where there is one. Thread-safe. */
uint32_t crc32c_extend(uint32_t crc, const void *bytes, size_t size);

/* The same without any special instruction: for other processors, and for comparison. */
uint32_t crc32c_extend_portable(uint32_t crc, const void *bytes, size_t size);

#endif
