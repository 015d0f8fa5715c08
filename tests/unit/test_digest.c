/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * digest: the known answers of FIPS 180-4's examples, and that pieces make the same whole.
 */
#include "sim/digest.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(const void *bytes, size_t count, size_t repeat, const char *known)
{
    struct digest digest;
    unsigned char value[DIGEST_BYTES];
    char text[DIGEST_TEXT];
    digest_init(&digest);
    for (size_t i = 0; i < repeat; i++)
        digest_update(&digest, bytes, count);
    digest_final(&digest, value);
    digest_format(value, text);
    cr_expect_str_eq(text, known);
}

Test(digest, known_answers)
{
    expect(0, 0, 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect("abc", 3, 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, 1,
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    expect("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
           "nopqrstu",
           112, 1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    expect("a", 1, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Every length around the block's edges, whole and byte by byte. */
Test(digest, pieces_make_the_whole)
{
    unsigned char bytes[200], whole[DIGEST_BYTES], pieces[DIGEST_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    for (size_t length = 0; length <= sizeof bytes; length++) {
        struct digest a, b;
        digest_init(&a);
        digest_init(&b);
        digest_update(&a, bytes, length);
        for (size_t i = 0; i < length; i++)
            digest_update(&b, bytes + i, 1);
        digest_final(&a, whole);
        digest_final(&b, pieces);
        cr_expect_arr_eq(whole, pieces, DIGEST_BYTES, "length %zu", length);
    }
}
