/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * synthetic: see synthetic.h.
 */
#include "synthetic.h"

#include "sim/date.h"
#include "sim/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct results_named scenarios[] = {
    {"baseline", "som besluttet"}, {"corps-8", "otte konsulenter på Ærø"}, {"udsat", ""}};
static const char *const regions[] = {"Hovedstaden", "Sjælland", "Midtjylland"};
static const struct results_named vendors[] = {{"avaleo", "Avaleo"}, {"kmd", "KMD"}};
static const struct results_named milestones[] = {
    {"M1", "technical"}, {"M2a", "in the municipality"}, {"M2b", "with the sector"}, {"M2", "full use"}};
static const struct results_named resources[] = {{"kmd", "KMD's teams"}, {"corps", "consultants"}, {"idle", "unused"}};
static const struct results_named causes[] = {{"vendor-queue", "Kø hos leverandøren"}, {"own-work", "Eget arbejde"}};
static const struct results_named activities[] = {{"upgrade", "opgradering"}, {"training", "oplæring"}};

static const struct results_municipality places[] = {
    {101, "København", 0},    {147, "Frederiksberg", 0}, {400, "Bornholm", 0}, {390, "Vordingborg", 1},
    {376, "Guldborgsund", 1}, {306, "Odsherred", 1},     {265, "Roskilde", 1}, {461, "Århus", 2},
    {492, "Ærø", -1},         {563, "Fanø", -1}};

static int no_memory(void)
{
    perror("synthetic");
    abort();
}

static void *get(size_t count, size_t size)
{
    void *bytes = calloc(count, size);
    return bytes || no_memory() ? bytes : 0;
}

static void set_places(struct results_spec *spec, size_t count)
{
    struct results_municipality *list = get(count, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        list[i] = places[i % 10];
        list[i].code += (int)(i / 10) * 1000;
    }
    spec->municipalities = list;
    spec->municipality_count = count;
}

static void set_parameters(struct results_spec *spec, size_t count)
{
    static const char *const names[] = {"uptake.base_week", "uptake.imitation", "doctors.midpoint"};
    struct results_parameter *list = get(count, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct results_parameter){names[i % 3], i % 3 == 0 ? "1/week" : "", "F30; antaget sløjfe"};
    spec->parameters = list;
    spec->parameter_count = count;
}

static void set_deadlines(struct results_spec *spec)
{
    struct results_deadline *list = get(4, sizeof *list);
    list[0] = (struct results_deadline){"end-2014", date_of(2014, 12, 31), 0, 3};
    list[1] = (struct results_deadline){"mid-2015", date_of(2015, 6, 30), 3, 7};
    list[2] = (struct results_deadline){"end-2015", date_of(2015, 12, 31), 3, 7};
    list[3] = (struct results_deadline){"cards-2015", date_of(2015, 10, 5), -1, 4};
    spec->deadlines = list;
    spec->deadline_count = 4;
    spec->headline = 2;
}

static void init(struct synthetic *synthetic, size_t replications, size_t places_count, size_t parameters)
{
    *synthetic = (struct synthetic){
        .spec = {.title = "Fælles Medicinkort: prøve",
                 .words = {"a municipality, municipalities, en kommune, kommuner", "a card, cards, et kort, kort", ""},
                 .configuration = "title = \"prøve\";\nsites = 20;\n",
                 .configuration_hash = "0123456789abcdef",
                 .command = "fmksim run prøve.cfg -n 100 --seed 42",
                 .version = "0.1.0",
                 .commit = "abcdef0",
                 .compiler = "cc 1.0",
                 .created = "2016-01-01T00:00:00Z",
                 .replication_0 = "feedface",
                 .seed = 42,
                 .epoch = date_of(2013, 1, 1),
                 .horizon = 1826,
                 .monday = 6,
                 .cards_expected = 1000,
                 .replications = replications,
                 .fan_replications = replications < 1000 ? replications : 1000,
                 .weeks = 200,
                 .scenario_count = 3,
                 .region_count = 3,
                 .vendor_count = 2,
                 .milestone_count = 4,
                 .resource_count = 3,
                 .cause_count = 2,
                 .activity_count = 2,
                 .scenarios = scenarios,
                 .vendors = vendors,
                 .milestones = milestones,
                 .resources = resources,
                 .causes = causes,
                 .activities = activities,
                 .regions = regions}};
    set_places(&synthetic->spec, places_count);
    set_parameters(&synthetic->spec, parameters);
    set_deadlines(&synthetic->spec);
    synthetic->layout = results_layout(&synthetic->spec);
}

void synthetic_init(struct synthetic *synthetic, size_t replications)
{
    init(synthetic, replications, 20, 3);
}

void synthetic_init_large(struct synthetic *synthetic, size_t replications)
{
    init(synthetic, replications, 98, 40);
    synthetic->spec.weeks = 261;
    synthetic->spec.scenario_count = 1;
    synthetic->layout = results_layout(&synthetic->spec);
}

void synthetic_free(struct synthetic *synthetic)
{
    free((void *)(uintptr_t)synthetic->spec.municipalities);
    free((void *)(uintptr_t)synthetic->spec.parameters);
    free((void *)(uintptr_t)synthetic->spec.deadlines);
    free(synthetic->weights);
}

/* A number in [0, 1) that looks like chance (the finaliser of MurmurHash3's 64-bit variant). */
static double scatter(size_t a, size_t b, size_t c)
{
    uint64_t x = (a * 1000003 + b) * 1000033 + c + 12345;
    x = (x ^ x >> 33) * 0xff51afd7ed558ccdULL;
    x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53ULL;
    return (double)((x ^ x >> 33) >> 11) * 0x1p-53;
}

float synthetic_date(const struct synthetic *synthetic, size_t scenario, size_t replication, size_t municipality,
                     size_t milestone)
{
    (void)synthetic;
    /* All share the replication's luck; every eleventh replication has a first municipality that never ends M2. */
    if (replication % 11 == 10 && municipality == 0 && milestone == 3)
        return NAN;
    double shared = 300 * scatter(replication, 0, 0), own = 300 * scatter(replication, municipality + 1, 0);
    return (float)(500 + shared + own + 60.0 * (double)milestone - 20.0 * (double)scenario);
}

static void fill_dates(const struct synthetic *synthetic, size_t scenario, size_t replication, void *record)
{
    const struct results_spec *spec = &synthetic->spec;
    float *national = outcome_at(&synthetic->layout, record, OUTCOME_NATIONAL_DATE);
    float *dates = outcome_at(&synthetic->layout, record, OUTCOME_MUNICIPALITY_DATE);
    int16_t *last = outcome_at(&synthetic->layout, record, OUTCOME_LAST_MUNICIPALITY);
    for (size_t m = 0; m < spec->milestone_count; m++) {
        national[m] = 0;
        for (size_t i = 0; i < spec->municipality_count; i++) {
            float date = synthetic_date(synthetic, scenario, replication, i, m);
            dates[i * spec->milestone_count + m] = date;
            if (isnan(date) || date > national[m]) { /* NaN > x is false: once NaN, always NaN */
                national[m] = date;
                *last = (int16_t)(isnan(date) ? -1 : (int)i);
            }
            if (isnan(national[m]))
                break;
        }
        for (size_t i = 0; i < spec->municipality_count; i++)
            dates[i * spec->milestone_count + m] = synthetic_date(synthetic, scenario, replication, i, m);
    }
}

void synthetic_record(const struct synthetic *synthetic, size_t scenario, size_t replication, void *record)
{
    const struct results_spec *spec = &synthetic->spec;
    const struct outcome_layout *layout = &synthetic->layout;
    memset(record, 0, layout->size);
    fill_dates(synthetic, scenario, replication, record);

    int32_t *cards = outcome_at(layout, record, OUTCOME_CARDS);
    double middle = 100 + 60 * scatter(replication, 7, 7) - 3 * (double)scenario;
    for (size_t w = 0; w < spec->weeks; w++)
        cards[w] = (int32_t)(1000 / (1 + exp((middle - (double)w) / 8)));
    *(int32_t *)outcome_at(layout, record, OUTCOME_CARDS_EXPECTED) = 1000;

    int16_t *vendor = outcome_at(layout, record, OUTCOME_VENDOR);
    for (size_t i = 0; i < spec->municipality_count; i++)
        vendor[i] = (int16_t)((i + replication) % spec->vendor_count);
    double *parameters = outcome_at(layout, record, OUTCOME_PARAMETERS);
    for (size_t p = 0; p < spec->parameter_count; p++)
        parameters[p] = scatter(replication, p, 3);
    for (size_t r = 0; r < spec->resource_count; r++) {
        bool used = r != 2;
        ((float *)outcome_at(layout, record, OUTCOME_RESOURCE_UTILISATION))[r] = used ? 0.5f : NAN;
        ((float *)outcome_at(layout, record, OUTCOME_RESOURCE_WAIT_DAYS))[r] = used ? (float)(replication % 5) : NAN;
        ((int16_t *)outcome_at(layout, record, OUTCOME_RESOURCE_QUEUE_MAX))[r] = (int16_t)(r + replication % 2);
        ((float *)outcome_at(layout, record, OUTCOME_RESOURCE_IDLE_DAYS))[r] = 2;
    }
    float *days = outcome_at(layout, record, OUTCOME_CAUSE_DAYS);
    for (size_t c = 0; c < spec->cause_count; c++)
        days[c] = (float)(10 * (c + 1));
    int16_t last = *(int16_t *)outcome_at(layout, record, OUTCOME_LAST_MUNICIPALITY);
    *(int16_t *)outcome_at(layout, record, OUTCOME_LAST_CAUSE) = (int16_t)(last < 0 ? -1 : (int)(replication % 4 == 0));
    uint8_t *critical = outcome_at(layout, record, OUTCOME_ACTIVITY_CRITICAL);
    for (size_t a = 0; a < spec->activity_count; a++)
        critical[a] = a == 0 || replication % 2 == 0;
    *(float *)outcome_at(layout, record, OUTCOME_ITEM_YEARS_LOST) = (float)(10 * scenario + replication % 10);
    *(float *)outcome_at(layout, record, OUTCOME_SITE_MONTHS_LOST) = (float)(replication % 5);
    *(float *)outcome_at(layout, record, OUTCOME_COST) = (float)(100 + scenario);
    *(double *)outcome_at(layout, record, OUTCOME_WEIGHT) = synthetic->weights ? synthetic->weights[replication] : 1;
    *(int32_t *)outcome_at(layout, record, OUTCOME_EVENTS) = (int32_t)(4000 + replication % 100);
}

float synthetic_fan(size_t scenario, size_t quantile, size_t entity, size_t week)
{
    return (float)(1000 * scenario + 100 * quantile + 10 * entity) + (float)week / 8;
}

float synthetic_lost(size_t scenario, size_t cell)
{
    return (float)(500 * scenario) + (float)cell / 4;
}

static float *fan(const struct results_spec *spec, size_t scenario, size_t entities)
{
    float *values = get(RESULTS_QUANTILES * entities * spec->weeks, sizeof *values), *next = values;
    for (size_t q = 0; q < RESULTS_QUANTILES; q++)
        for (size_t e = 0; e < entities; e++)
            for (size_t w = 0; w < spec->weeks; w++)
                *next++ = synthetic_fan(scenario, q, e, w);
    return values;
}

static int write_fans(const struct synthetic *synthetic, struct results_writer *writer, size_t scenario,
                      struct error *error)
{
    const struct results_spec *spec = &synthetic->spec;
    if (spec->fan_replications == 0)
        return 0;
    float *sets[FANS] = {fan(spec, scenario, spec->municipality_count), fan(spec, scenario, spec->region_count),
                         fan(spec, scenario, spec->vendor_count)};
    size_t cells = spec->municipality_count * spec->cause_count;
    float *lost = get(cells, sizeof *lost);
    for (size_t i = 0; i < cells; i++)
        lost[i] = synthetic_lost(scenario, i);
    struct results_fans fans = {sets[0], sets[1], sets[2], results_has_causes(spec) ? lost : 0};
    int status = results_write_fans(writer, scenario, &fans, error);
    free(lost);
    for (int f = 0; f < FANS; f++)
        free(sets[f]);
    return status;
}

int synthetic_write(const struct synthetic *synthetic, const char *path, struct error *error)
{
    enum { ROWS = 37 }; /* no divisor of anything */
    const struct results_spec *spec = &synthetic->spec;
    struct results_writer *writer;
    struct output *output;
    if (output_claim(&output, path, true, error) != 0 ||
        results_create_in(&writer, output, spec, synthetic->threads > 0 ? synthetic->threads : 1, error) != 0)
        return -1;
    unsigned char *records = get(ROWS, synthetic->layout.size);
    int status = 0;
    for (size_t s = 0; s < spec->scenario_count && status == 0; s++) {
        for (size_t first = 0; first < spec->replications && status == 0; first += ROWS) {
            size_t rows = spec->replications - first < ROWS ? spec->replications - first : ROWS;
            for (size_t i = 0; i < rows; i++)
                synthetic_record(synthetic, s, first + i, records + i * synthetic->layout.size);
            status = results_write(writer, s, first, rows, records, error);
        }
        if (status == 0)
            status = write_fans(synthetic, writer, s, error);
    }
    free(records);
    if (status != 0) {
        results_discard(writer);
        return -1;
    }
    return results_commit(writer, error);
}
