/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * progress: how far a study has come.
 */
#include "progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, FITS = STUDY_WRITES + 2, PARTS = 100000 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now); /* a clock that jumps changes nothing */
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void progress_init(struct progress *progress, FILE *file)
{
    const char *kind = getenv("TERM");
    *progress = (struct progress){.file = file, .phase = STUDY_WRITES + 1};
    progress->terminal = file && isatty(fileno(file)) && kind && strcmp(kind, "dumb") != 0;
}

static const char *phase_name(enum study_phase phase)
{
    static const char *const names[] = {"simulating", "fans", "writing"};
    return (int)phase == FITS ? "fitting" : names[phase];
}

/* "8 s", "3 min 05 s", "2 h 10 min" */
static void format_time(double time, char text[32])
{
    long whole = lround(fmin(time, 1e8));
    if (whole < 100)
        snprintf(text, 32, "%ld s", whole);
    else if (whole < 6000)
        snprintf(text, 32, "%ld min %02ld s", whole / 60, whole % 60);
    else
        snprintf(text, 32, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
}

static void describe(const struct progress *progress, size_t done, size_t total, double now, char *text, size_t size)
{
    double elapsed = now - progress->begun, rate = elapsed > 0 ? (double)(done - progress->first) / elapsed : 0;
    char left[32] = "";
    int used = snprintf(text, size, "%zu of %zu", done, total);
    if (elapsed < 0.5 || rate <= 0 || progress->phase != STUDY_SIMULATES)
        return;
    format_time((double)(total - done) / rate, left);
    snprintf(text + used, size - (size_t)used, ", %.0f replications/s, %s left", rate, left);
}

static void draw_bar(struct progress *progress, size_t done, size_t total, const char *text)
{
    char bar[BAR + 1];
    int full = total ? (int)((double)done / (double)total * BAR) : BAR;
    for (int i = 0; i < BAR; i++)
        bar[i] = i < full ? '#' : '.';
    bar[BAR] = 0;
    fprintf(progress->file, "\r\033[K%-10s [%s] %3.0f %%  %s", phase_name(progress->phase), bar,
            total ? floor(100.0 * (double)done / (double)total) : 100.0, text);
    fflush(progress->file);
    progress->drawn = true;
}

static void begin_phase(struct progress *progress, enum study_phase phase, size_t done, size_t known, double now)
{
    progress->phase = phase;
    progress->begun = now;
    progress->shown = 0;
    progress->first = done;
    progress->tenths = 0;
    if (known > 0 && phase == STUDY_SIMULATES)
        fprintf(progress->file, "%zu replications are in the journal already\n", known);
}

void progress_show(void *context, enum study_phase phase, size_t done, size_t total, size_t known)
{
    struct progress *progress = context;
    double now = seconds();
    char text[128];
    if (!progress->file)
        return;
    if (phase != progress->phase)
        begin_phase(progress, phase, done, known, now);
    describe(progress, done, total, now, text, sizeof text);
    if (progress->terminal) {
        if (now - progress->shown > 0.08 || done == total)
            draw_bar(progress, done, total, text);
        progress->shown = now;
        return;
    }
    int tenths = total ? (int)((double)done / (double)total * 10) : 10;
    if (phase != STUDY_SIMULATES || (tenths <= progress->tenths && now - progress->shown < 30) ||
        now - progress->begun < 1)
        return;
    fprintf(progress->file, "%s: %d %%, %s\n", phase_name(phase), tenths * 10, text);
    progress->tenths = tenths;
    progress->shown = now;
}

void progress_fit(void *context, const struct posterior_progress *now)
{
    struct progress *progress = context;
    double at = seconds();
    size_t done = (size_t)(fmin(now->done, 1) * PARTS), total = PARTS;
    char text[128], left[32] = "";
    if (!progress->file)
        return;
    if ((int)progress->phase != FITS)
        begin_phase(progress, (enum study_phase)FITS, done, 0, at);
    double elapsed = at - progress->begun;
    int used = snprintf(text, sizeof text, "sampler %zu of %zu, temperature %.2g", now->sampler, now->samplers,
                        now->beta > 0 ? 1 / now->beta : INFINITY);
    if (elapsed > 2 && done > progress->first) {
        format_time(elapsed * (double)(total - done) / (double)(done - progress->first), left);
        snprintf(text + used, sizeof text - (size_t)used, ", %s left", left);
    }
    if (progress->terminal && at - progress->shown > 0.08) {
        draw_bar(progress, done, total, text);
        progress->shown = at;
    } else if (!progress->terminal && elapsed > 1 && at - progress->shown >= 10) {
        fprintf(progress->file, "fitting: %.0f %%, %s\n", floor(100.0 * (double)done / (double)total), text);
        progress->shown = at;
    }
}

void progress_end(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", progress->file);
    progress->drawn = false;
    if (progress->file)
        fflush(progress->file);
}
