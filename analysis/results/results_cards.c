/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_cards: every municipality's cards in the first rows of a shard, from which a merge makes the fans.
 *
 * They are kept as what each week adds: mostly zeros and small numbers, a tenth of the bytes.
 */
#include "analysis/results/results_parts.h"

#include <stdlib.h>

int results_write_cards(struct results_writer *writer, size_t scenario, size_t first, size_t count,
                        const int32_t *cards, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    if (scenario >= spec->scenario_count || first != writer->cards_written[scenario] ||
        count > spec->card_replications - first)
        return error_set(error, ERROR_USAGE, "results: cards of rows %zu + %zu of scenario %zu are not expected", first,
                         count, scenario);
    size_t series = count * spec->municipality_count;
    int32_t *added = calloc(series * spec->weeks + 1, sizeof *added);
    if (!added)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    for (size_t s = 0; s < series; s++)
        for (size_t w = 0; w < spec->weeks; w++)
            added[s * spec->weeks + w] = cards[s * spec->weeks + w] - (w > 0 ? cards[s * spec->weeks + w - 1] : 0);
    int status = results_put(writer, writer->cards, H5T_NATIVE_INT32, scenario, first, count, added, error);
    free(added);
    if (status == 0)
        writer->cards_written[scenario] += count;
    return status;
}

int results_read_cards(const struct results *results, size_t scenario, size_t first, size_t count, int32_t *cards,
                       struct error *error)
{
    const struct results_spec *spec = &results->spec;
    if (first > spec->card_replications || count > spec->card_replications - first)
        return error_set(error, ERROR_USAGE, "%s: has no cards of rows %zu + %zu", results->path, first, count);
    if (results_read_rows(results, results->cards, H5T_NATIVE_INT32, scenario, first, count, cards, error) != 0)
        return -1;
    for (size_t s = 0; s < count * spec->municipality_count; s++)
        for (size_t w = 1; w < spec->weeks; w++) /* unsigned: whatever the file says, no overflow */
            cards[s * spec->weeks + w] =
                (int32_t)((uint32_t)cards[s * spec->weeks + w] + (uint32_t)cards[s * spec->weeks + w - 1]);
    return 0;
}
