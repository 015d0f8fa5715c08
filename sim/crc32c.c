/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * crc32c: the Castagnoli checksum (polynomial 0x1EDC6F41, reflected 0x82F63B78), as in RFC 3720, section 12.1.
 *
 * Chosen over the older CRC-32 because x86 processors compute it in hardware, and because it finds every error of up
 * to three flipped bits in records far longer than ours.
 */
#include "sim/crc32c.h"

#include <string.h>

/* Four shifts of the register at once: entry n is the remainder of the nibble n. Sixteen entries fit one cache line;
 * this path is for processors without the instruction, where some hundred MB/s are enough. */
static const uint32_t nibbles[16] = {
    0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
    0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75,
};

uint32_t crc32c_extend_portable(uint32_t crc, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    crc = ~crc;
    for (; size > 0; size--) {
        crc ^= *at++;
        crc = crc >> 4 ^ nibbles[crc & 15];
        crc = crc >> 4 ^ nibbles[crc & 15];
    }
    return ~crc;
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) static uint32_t extend_sse42(uint32_t crc, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t state = ~crc;
    for (; size >= 8; size -= 8, at += 8) {
        uint64_t word;
        memcpy(&word, at, 8); /* records need not be aligned */
        state = __builtin_ia32_crc32di(state, word);
    }
    for (; size > 0; size--)
        state = __builtin_ia32_crc32qi((uint32_t)state, *at++);
    return ~(uint32_t)state;
}

uint32_t crc32c_extend(uint32_t crc, const void *bytes, size_t size)
{
    if (__builtin_cpu_supports("sse4.2"))
        return extend_sse42(crc, bytes, size);
    return crc32c_extend_portable(crc, bytes, size);
}
#else
uint32_t crc32c_extend(uint32_t crc, const void *bytes, size_t size)
{
    return crc32c_extend_portable(crc, bytes, size);
}
#endif
