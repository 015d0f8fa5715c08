/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_rollout: replications of a configuration, on one thread and on all, and with more sites.
 */
#include "analysis/bench/bench_parts.h"
#include "sim/farm.h"

#include <math.h>
#include <stdlib.h>

enum { REPLICATIONS = 16, JOBS = 64 }; /* measured one after the other; of each thread where all work */

/* One thread's, or several threads' replications of one programme. */
struct crew {
    struct outcome_layout layout;
    struct rollout **rollout; /* [threads] */
    void **record;            /* [threads] */
    unsigned threads;
    uint64_t seed;
    size_t replications, jobs; /* different ones; a measurement */
    size_t first;              /* replication of the next measurement, where it is fewer than all */
};

static int work(void *context, unsigned worker, size_t job, struct error *error)
{
    struct crew *crew = context;
    uint64_t replication = (crew->first + job) % crew->replications;
    if (rollout_run(crew->rollout[worker],
                    (struct luck){.seed = crew->seed, .replication = replication, .parameters = replication}, 0,
                    error) != 0)
        return -1;
    rollout_outcome(crew->rollout[worker], &crew->layout, crew->record[worker]);
    return 0;
}

static int measure_one(void *state, double *seconds, struct error *error)
{
    struct crew *crew = state;
    double begin = bench_worked();
    for (size_t job = 0; job < crew->jobs; job++)
        if (work(crew, 0, job, error) != 0)
            return -1;
    *seconds = (bench_worked() - begin) / (double)crew->jobs;
    crew->first = (crew->first + crew->jobs) % crew->replications;
    return 0;
}

static int measure_all(void *state, double *seconds, struct error *error)
{
    struct crew *crew = state;
    struct farm farm = {.count = crew->jobs, .threads = crew->threads, .context = crew, .work = work};
    double begin = bench_now();
    if (farm_run(&farm, error) != 0)
        return -1;
    *seconds = (bench_now() - begin) / (double)crew->jobs;
    return 0;
}

static void release_crew(void *state)
{
    struct crew *crew = state;
    for (unsigned i = 0; i < crew->threads; i++) {
        if (crew->rollout)
            rollout_free(crew->rollout[i]);
        if (crew->record)
            free(crew->record[i]);
    }
    free(crew->rollout);
    free(crew->record);
    free(crew);
}

static struct outcome_layout layout_of(const struct programme *programme)
{
    size_t extent[OUTCOME_DIMENSIONS];
    programme_extent(programme, extent);
    return outcome_layout(extent);
}

static struct crew *make_crew(const struct programme *programme, unsigned threads, uint64_t seed, size_t jobs,
                              struct error *error)
{
    struct crew *crew = calloc(1, sizeof *crew);
    if (!crew)
        return 0;
    *crew = (struct crew){.layout = layout_of(programme),
                          .rollout = calloc(threads, sizeof *crew->rollout),
                          .record = calloc(threads, sizeof *crew->record),
                          .threads = threads,
                          .seed = seed,
                          .replications = REPLICATIONS,
                          .jobs = jobs};
    for (unsigned i = 0; crew->rollout && crew->record && i < threads; i++) {
        crew->record[i] = malloc(crew->layout.size);
        if (!crew->record[i] || rollout_new(&crew->rollout[i], programme, error) != 0)
            break;
    }
    if (crew->rollout && crew->record && crew->rollout[threads - 1] && crew->record[threads - 1])
        return crew;
    release_crew(crew);
    return 0;
}

/* What the replications do, counted: the mean over those that are measured. */
static int count(struct crew *crew, struct bench_rollout *rollout, struct error *error)
{
    for (size_t i = 0; i < crew->replications; i++) {
        if (work(crew, 0, i, error) != 0)
            return -1;
        const int32_t *events = outcome_of(&crew->layout, crew->record[0], OUTCOME_EVENTS);
        rollout->events += *events / (double)crew->replications;
        rollout->site_weeks += (double)rollout_site_weeks(crew->rollout[0]) / (double)crew->replications;
    }
    return 0;
}

/* ---- the cases ---- */

static int add_scale(struct bench *bench, struct bench_rollout *rollout, struct faults *faults, struct error *error)
{
    static const long factors[BENCH_SCALES] = {1, 10, 100};
    size_t i = rollout->scales;
    struct document *document = &rollout->document[i];
    if (bench_scale(document, bench->options->document, factors[i], faults) != 0)
        return error_set(error, ERROR_CONFIG, "the configuration is faulty");
    if (programme_init(&rollout->programme[i], document, faults) != 0) {
        document_free(document);
        return error_set(error, ERROR_CONFIG, "the configuration is faulty");
    }
    rollout->scales++;
    size_t jobs = (size_t)(REPLICATIONS / factors[i]) + (factors[i] > 1);
    struct crew *crew = make_crew(&rollout->programme[i], 1, bench->options->seed, jobs, error);
    if (crew && i == 0 && count(crew, rollout, error) != 0) {
        release_crew(crew);
        return -1;
    }
    rollout->scaled[i] = bench_add(bench, crew, measure_one, release_crew);
    return rollout->scaled[i] < 0 ? -1 : 0;
}

/* One thread, each variant of the weekly draws that this processor runs. */
static int add_variants(struct bench *bench, struct bench_rollout *rollout, struct error *error)
{
    for (size_t v = 0; v < BENCH_VARIANTS; v++) {
        struct crew *crew = make_crew(rollout->programme, 1, bench->options->seed, REPLICATIONS, error);
        const char *name = crew ? rollout_use(crew->rollout[0], v) : 0;
        if (crew && !name) {
            release_crew(crew);
            return 0;
        }
        rollout->variant_name[v] = name;
        rollout->variant[v] = bench_add(bench, crew, measure_one, release_crew);
        if (rollout->variant[v] < 0)
            return -1;
        rollout->variants++;
    }
    return 0;
}

/* As a study's first replications are run, for the fans. */
static int add_kept(struct bench *bench, struct bench_rollout *rollout, struct error *error)
{
    struct crew *crew = make_crew(rollout->programme, 1, bench->options->seed, REPLICATIONS, error);
    if (crew && rollout_keep_cards(crew->rollout[0], error) != 0) {
        release_crew(crew);
        return -1;
    }
    rollout->kept = bench_add(bench, crew, measure_one, release_crew);
    return rollout->kept < 0 ? -1 : 0;
}

int bench_rollout_add(struct bench *bench, struct bench_rollout *rollout, struct faults *faults, struct error *error)
{
    const struct bench_options *options = bench->options;
    struct bench_floor *least = 0;
    error_set(error, ERROR_MEMORY, "out of memory"); /* unless somebody says better */
    if (add_scale(bench, rollout, faults, error) != 0)
        return -1;
    rollout->one = rollout->scaled[0];
    if (bench_floor_new(&least, rollout->programme, options->seed, REPLICATIONS, error) != 0) {
        bench_floor_free(least);
        return -1;
    }
    rollout->draws = bench_floor_draws(least);
    rollout->least = bench_add(bench, least, bench_floor_measure, bench_floor_free);
    rollout->alone =
        bench_add(bench, make_crew(rollout->programme, 1, options->seed, JOBS, error), measure_all, release_crew);
    rollout->journal = bench_journal_add(bench, layout_of(rollout->programme).size, error);
    rollout->all =
        bench_add(bench, make_crew(rollout->programme, options->threads, options->seed, JOBS * options->threads, error),
                  measure_all, release_crew);
    if (rollout->alone < 0 || rollout->journal < 0 || rollout->all < 0 || add_variants(bench, rollout, error) != 0 ||
        add_kept(bench, rollout, error) != 0)
        return -1;
    while (rollout->scales < BENCH_SCALES)
        if (add_scale(bench, rollout, faults, error) != 0)
            return -1;
    return 0;
}

void bench_rollout_free(struct bench_rollout *rollout)
{
    for (size_t i = 0; i < rollout->scales; i++) {
        programme_free(&rollout->programme[i]);
        document_free(&rollout->document[i]);
    }
}

/* ---- the figures ---- */

/* The slope of log(seconds) over log(sites), by least squares. */
static double exponent(const struct bench *bench, const struct bench_rollout *rollout)
{
    double x[BENCH_SCALES], y[BENCH_SCALES], mean_x = 0, mean_y = 0, above = 0, below = 0;
    for (size_t i = 0; i < BENCH_SCALES; i++) {
        x[i] = log((double)rollout->programme[i].sites);
        y[i] = log(bench_median(bench, rollout->scaled[i]));
        mean_x += x[i] / BENCH_SCALES;
        mean_y += y[i] / BENCH_SCALES;
    }
    for (size_t i = 0; i < BENCH_SCALES; i++) {
        above += (x[i] - mean_x) * (y[i] - mean_y);
        below += (x[i] - mean_x) * (x[i] - mean_x);
    }
    return above / below;
}

/* What the same slope would be if the cost were n log n. */
static double promised(const struct bench_rollout *rollout)
{
    double first = (double)rollout->programme[0].sites;
    double last = (double)rollout->programme[BENCH_SCALES - 1].sites;
    return 1 + log(log(last) / log(first)) / log(last / first);
}

static void tell_scales(struct bench *bench, const struct bench_rollout *rollout)
{
    for (size_t i = 0; i < BENCH_SCALES; i++) {
        char name[48];
        snprintf(name, sizeof name, "%zu sites", rollout->programme[i].sites);
        bench_cost(bench, rollout->scaled[i], 1e3, name, "ms",
                   "a replication of so many sites, all that serves them alike");
    }
    bench_value(bench, exponent(bench, rollout), "exponent", "1", "the cost grows like sites to this power");
    for (size_t i = 1; i < BENCH_SCALES; i++) {
        const struct programme *from = &rollout->programme[i - 1], *to = &rollout->programme[i];
        char name[48];
        snprintf(name, sizeof name, "exponent %zu to %zu", from->sites, to->sites);
        bench_value(bench,
                    log(bench_median(bench, rollout->scaled[i]) / bench_median(bench, rollout->scaled[i - 1])) /
                        log((double)to->sites / (double)from->sites),
                    name, "1", "the same, of this step alone");
    }
    if (rollout->programme[0].sites > 1)
        bench_value(bench, promised(rollout), "exponent of n log n", "1",
                    "what that power is where n log n is the law");
}

void bench_rollout_tell(struct bench *bench, const struct bench_rollout *rollout)
{
    bench_rate(bench, rollout->one, 1, "replications, one thread", "1/s", "simulated, checked and reported");
    bench_rate(bench, rollout->all, 1, "replications, all threads", "1/s", "the same on all processors");
    bench_cost(bench, rollout->all, 1e6 / 60, "a million replications", "minutes",
               "on all threads here, without fans and file");
    for (size_t v = 0; v < rollout->variants; v++) {
        char name[48];
        snprintf(name, sizeof name, "replications, %s", rollout->variant_name[v]);
        bench_rate(bench, rollout->variant[v], 1, name, "1/s", "one thread, the weekly draws by this variant");
    }
    bench_ratio(bench, rollout->kept, rollout->one, 1, "with every site's weeks",
                "cost of a replication for the fans, over one without");
    bench_ratio(bench, rollout->alone, rollout->all, 1, "speed-up", "all threads over one, by the clock on the wall");
    bench_rate(bench, rollout->one, 1e-6 * rollout->site_weeks, "site-weeks", "million/s",
               "weeks of uptake settled, one thread, everything included");
    bench_value(bench, rollout->site_weeks, "site-weeks a replication", "1", "mean over the replications measured");
    bench_value(bench, rollout->events, "events a replication", "1", "executed events of the calendar, alike");
    bench_value(bench, rollout->draws, "draws a replication", "1", "variates, each with a stream of its own, alike");
    bench_cost(bench, rollout->one, 1e3, "replication", "ms", "one thread");
    bench_cost(bench, rollout->least, 1e3, "floor", "ms", "the random numbers of the same replications alone");
    bench_ratio(bench, rollout->one, rollout->least, 1, "replication / floor", "how much of the cost is not chance");
    tell_scales(bench, rollout);
}

/* ---- a whole study ---- */

static const double STUDY_SECONDS = 30; /* what takes longer is not waited for */

/* Of a million, beside the loop on so many threads: the journal by all of them, the file by one, the fans' part once.
 */
static double beside_loop(const struct bench *bench, const struct bench_rollout *rollout,
                          const struct bench_study *study, double threads)
{
    double kept = bench_median(bench, rollout->kept) - bench_median(bench, rollout->one);
    return 1e6 * (bench_median(bench, rollout->journal) / threads + study->written) +
           BENCH_STUDY * fmax(0, kept) / threads + study->ended;
}

int bench_rollout_study(struct bench *bench, const struct bench_rollout *rollout, struct error *error)
{
    const struct bench_options *options = bench->options;
    struct bench_study study = {.replications = BENCH_STUDY};
    bench_cost(bench, rollout->journal, 1e6, "study: journal", "us",
               "a replication's record written, made safe and read back");
    if (!options->study || bench_median(bench, rollout->one) * BENCH_STUDY > STUDY_SECONDS)
        return 0;
    if (options->study(options->context, &study, error) != 0)
        return -1;
    bench_value(bench, 1e3 * study.simulated, "study: replication", "ms",
                "of a study run once: simulated, kept in the journal and for the fans");
    bench_value(bench, 1e6 * study.written, "study: file", "us", "a replication's row in the results file");
    bench_value(bench, study.ended, "study: fans", "s", "once a study: quantiles of every site's weeks, the file safe");
    bench_value(bench,
                (1e6 * bench_median(bench, rollout->all) + beside_loop(bench, rollout, &study, options->threads)) / 60,
                "study of a million", "minutes",
                "what it costs here on all threads, with journal, file and fans: calculated from the above");
    bench_value(bench, (1e6 * bench_median(bench, rollout->one) + beside_loop(bench, rollout, &study, 1)) / 60,
                "study of a million, work", "minutes", "the same in processor time, whatever else the machine does");
    return 0;
}
