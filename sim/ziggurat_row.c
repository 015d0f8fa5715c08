/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ziggurat_row: many exponential variates of one stream. Random bits are made for several dozen of them together, and
 * the common case, 89 of 90, is a loop without a branch that nobody foresees; the others go the ordinary way from where
 * the stream stands then.
 */
#include "sim/ziggurat.h"

#include <string.h>

enum { BLOCKS = 32, WORDS = 4 * BLOCKS };

/* The words of `blocks` blocks from the one in use on. */
struct row {
    uint64_t first; /* block */
    uint64_t word[WORDS];
};

static void fill(struct row *row, const struct stream *stream, size_t blocks)
{
    uint64_t counter[4];
    memcpy(counter, stream->counter, sizeof counter);
    for (size_t i = 0; i < blocks; i++) {
        counter[0] = row->first + i;
        stream_block(counter, stream->key, row->word + 4 * i);
    }
}

/* The stream's next word is the row's i-th. */
static void stand_at(struct stream *stream, const struct row *row, size_t i)
{
    stream->counter[0] = row->first + (i + 3) / 4;
    stream->left = (unsigned)(4 - i % 4) % 4;
    if (stream->left > 0)
        memcpy(stream->word, row->word + i / 4 * 4, sizeof stream->word);
}

/* Draws until the row or the wish ends, or a word needs more than its layer's inner part; returns the number drawn. */
static size_t draw_inner(const uint64_t word[], size_t words, double drawn[])
{
    size_t i = 0;
    for (; i < words; i++) {
        unsigned layer = word[i] & (ZIGGURAT_LAYERS - 1);
        drawn[i] = ziggurat_exponential_inner(word[i]);
        if (!(drawn[i] < ziggurat_exponential_x[layer + 1]))
            break;
    }
    return i;
}

void ziggurat_exponentials(struct stream *stream, double drawn[], size_t count)
{
    struct row row;
    while (count > 0) {
        size_t blocks = (count + 7) / 4 < BLOCKS ? (count + 7) / 4 : BLOCKS;
        size_t words = 4 * blocks, i = stream->left > 0 ? 4 - stream->left : 0;
        row.first = stream->counter[0] - (stream->left > 0);
        fill(&row, stream, blocks);
        while (count > 0 && i < words) {
            size_t inner = draw_inner(row.word + i, words - i < count ? words - i : count, drawn);
            i += inner;
            drawn += inner;
            count -= inner;
            stand_at(stream, &row, i);
            if (count == 0 || i == words)
                break;
            *drawn++ = ziggurat_exponential(stream);
            count--;
            i = 4 * (size_t)(stream->counter[0] - row.first) - stream->left;
        }
    }
}
