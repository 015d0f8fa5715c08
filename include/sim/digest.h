/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * digest: SHA-256 (FIPS 180-4), to name a configuration or a result by its content. Not meant for secrets.
 *
 * A digest is a plain value that owns nothing. One thread at a time.
 */
#ifndef FMKSIM_SIM_DIGEST_H
#define FMKSIM_SIM_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_BYTES = 32, DIGEST_TEXT = 65 }; /* bytes of the value; of its hexadecimal text and its zero */

struct digest {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    unsigned char block[64];
    size_t used; /* bytes of the block that are filled */
};

void digest_init(struct digest *digest);
void digest_update(struct digest *digest, const void *bytes, size_t count);  /* bytes may be null if count is 0 */
void digest_final(struct digest *digest, unsigned char value[DIGEST_BYTES]); /* call digest_init before reuse */

/* The value in lower-case hexadecimal. */
void digest_format(const unsigned char value[DIGEST_BYTES], char text[DIGEST_TEXT]);

#endif
