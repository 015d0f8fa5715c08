/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_cards: the weekly cards that the fans are made of, kept while the replications are simulated.
 *
 * They lie in a second journal beside the first. Nothing hangs on it: it is never synced, and what is missing in it is
 * simulated anew, which gives the same numbers. So it may also be lost, damaged or of another study, and it makes room
 * where the disk is full.
 */
#include "analysis/study/study_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t fan_replications(size_t scenarios, size_t replications)
{
    if (scenarios > FAN_SCENARIOS)
        return 0;
    return replications < FAN_REPLICATIONS ? replications : FAN_REPLICATIONS;
}

size_t fan_member(size_t k, size_t fans, size_t all)
{
    return k * all / fans;
}

size_t fan_members_below(size_t replication, size_t fans, size_t all)
{
    size_t below = fans > 0 ? (replication * fans + all - 1) / all : 0; /* k all / fans >= replication from there on */
    return below < fans ? below : fans;
}

/* ---- a record ----
 *
 * What each week adds, a byte [municipalities][weeks], then the vendors [municipalities], then the additions that no
 * byte holds, in order, marked by ESCAPE. Where those are more than fit, the replication is not kept. */

enum { ESCAPE = 255, ESCAPES_ONE_IN = 8 };

struct shape {
    size_t sites, weeks, escapes;
};

static struct shape shape_of(const struct study *study)
{
    const struct programme *p = &study->baseline;
    return (struct shape){p->sites, p->weeks, p->sites * p->weeks / ESCAPES_ONE_IN};
}

size_t study_cards_size(const struct study *study)
{
    struct shape shape = shape_of(study);
    return shape.sites * shape.weeks + shape.sites * sizeof(int16_t) + shape.escapes * sizeof(int32_t);
}

static unsigned char *vendors_of(unsigned char *record, const struct shape *shape)
{
    return record + shape->sites * shape->weeks;
}

static unsigned char *escapes_of(unsigned char *record, const struct shape *shape)
{
    return vendors_of(record, shape) + shape->sites * sizeof(int16_t);
}

/* False: it does not fit. */
static bool pack(const struct shape *shape, const int32_t *cards, unsigned char *record)
{
    unsigned char *escape = escapes_of(record, shape);
    size_t escapes = 0;
    for (size_t site = 0; site < shape->sites; site++) {
        int32_t last = 0;
        for (size_t week = 0; week < shape->weeks; week++) {
            int32_t more = *cards - last;
            last = *cards++;
            *record = (uint32_t)more < ESCAPE ? (unsigned char)more : ESCAPE;
            if (*record++ != ESCAPE)
                continue;
            if (escapes == shape->escapes)
                return false;
            memcpy(escape + escapes++ * sizeof more, &more, sizeof more);
        }
    }
    return true;
}

/* Whatever the record says, no byte beyond it is read, and unsigned sums do not overflow. */
static bool unpack(const struct shape *shape, unsigned char *record, int32_t *cards)
{
    const unsigned char *escape = escapes_of(record, shape);
    size_t escapes = 0;
    for (size_t site = 0; site < shape->sites; site++) {
        uint32_t sum = 0;
        for (size_t week = 0; week < shape->weeks; week++) {
            uint32_t more = *record++;
            if (more == ESCAPE) {
                if (escapes == shape->escapes)
                    return false;
                memcpy(&more, escape + escapes++ * sizeof more, sizeof more);
            }
            *cards++ = (int32_t)(sum += more);
        }
    }
    return true;
}

/* ---- the file ---- */

static char *path_of(const struct study_run *run)
{
    char *path = 0;
    return asprintf(&path, "%s.cards", run->output) < 0 ? 0 : path;
}

int study_cards_remove(const struct study_run *run, struct error *error)
{
    char *path = path_of(run);
    int status = path ? journal_remove(path, error) : error_set(error, ERROR_MEMORY, "out of memory");
    free(path);
    return status;
}

static int open_or_create(struct study_cards *cards, const char *path, const struct journal_layout *layout,
                          struct error *error)
{
    if (journal_open(&cards->journal, path, true, layout, 0) == 0)
        return 0;
    if (journal_remove(path, error) != 0) /* another process writes it */
        return -1;
    return journal_create(&cards->journal, path, layout, error);
}

int study_cards_open(struct study_cards *cards, const struct study *study, const struct study_run *run,
                     const struct journal *journal, struct error *error)
{
    size_t all = study->options.replications, fans = fan_replications(study->scenarios, all);
    const struct study_condition *condition = study->options.condition;
    *cards = (struct study_cards){.study = study};
    if (condition && (condition->sample ? !condition->sample->sites : condition->weighs))
        return 0; /* no fans, see study_spec.c */
    cards->fans = fans;
    cards->all = study->options.precision > 0 ? fans : all; /* the first ones, while nobody knows how many come */
    cards->before = fan_members_below(study->first, fans, cards->all);
    cards->replications = fan_members_below(study->first + study->slots, fans, cards->all) - cards->before;
    if (cards->replications == 0 || study_cards_size(study) == 0 || study_sample(study))
        return 0; /* a sample's rows are simulated anew */
    struct journal_layout layout = *journal_layout(journal);
    layout.record_size = study_cards_size(study);
    layout.slots = cards->replications * study->scenarios;
    char *path = path_of(run);
    int status = path ? open_or_create(cards, path, &layout, error) : error_set(error, ERROR_MEMORY, "out of memory");
    free(path);
    return status;
}

int study_cards_close(struct study_cards *cards, bool finish, struct error *error)
{
    struct journal *journal = cards->journal;
    cards->journal = 0;
    if (!journal)
        return 0;
    return finish ? journal_finish(journal, error) : journal_close(journal, error);
}

static size_t slot_of(const struct study_cards *cards, size_t scenario, size_t place)
{
    return scenario * cards->replications + place;
}

bool study_cards_wants(const struct study_cards *cards, size_t row, size_t *place)
{
    size_t replication = cards->study->first + row, k = fan_members_below(replication, cards->fans, cards->all);
    *place = k - cards->before;
    return cards->journal && *place < cards->replications && fan_member(k, cards->fans, cards->all) == replication;
}

bool study_cards_has(const struct study_cards *cards, size_t scenario, size_t place)
{
    return cards->journal && !atomic_load(&cards->given_up) && place < cards->replications &&
           journal_has(cards->journal, slot_of(cards, scenario, place));
}

void study_cards_give_up(struct study_cards *cards)
{
    if (cards->journal && !atomic_exchange(&cards->given_up, true))
        journal_empty(cards->journal, 0);
}

void study_cards_keep(struct study_cards *cards, size_t scenario, size_t place, const struct rollout *rollout,
                      void *record)
{
    struct shape shape = shape_of(cards->study);
    if (!cards->journal || atomic_load(&cards->given_up))
        return;
    memset(record, 0, study_cards_size(cards->study)); /* the same bytes every time */
    for (size_t site = 0; site < shape.sites; site++) {
        int16_t vendor = (int16_t)rollout_vendor(rollout, site);
        memcpy(vendors_of(record, &shape) + site * sizeof vendor, &vendor, sizeof vendor);
    }
    if (pack(&shape, rollout_cards(rollout), record) &&
        journal_write(cards->journal, slot_of(cards, scenario, place), record, 0) != 0)
        study_cards_give_up(cards);
}

int study_cards_take(const struct study_cards *cards, size_t scenario, size_t place, void *record, int32_t *to,
                     int16_t *vendor, struct error *error)
{
    struct shape shape = shape_of(cards->study);
    if (journal_read(cards->journal, slot_of(cards, scenario, place), record, error) != 0)
        return -1;
    if (!unpack(&shape, record, to))
        return error_set(error, ERROR_FORMAT, "the cards kept as number %zu are none", place);
    memcpy(vendor, vendors_of(record, &shape), shape.sites * sizeof *vendor);
    return 0;
}
