/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_picture: the scores against a sheet as SVG. A row a target: mean scores by horizon, the nowcast's and the
 * baselines', and its transforms in ten classes, all horizons together, which right forecasts fill evenly.
 */
#include "analysis/nowcast/backtest_parts.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "sim/output.h"

#include <math.h>
#include <stdlib.h>

enum { WIDE = 460, HISTOGRAM = 210, HIGH = 110, GAP = 54, CLASSES = 10, SERIES = 1 + BASELINES };

static const char *const names[SERIES] = {"nowcast", "straight line", "last four weeks", "plan"};
static const char *const colours[SERIES] = {"#1f4e79", "#b9692f", "#7a9a3b", "#8a8a8a"};

static void put_text(FILE *file, const char *text)
{
    for (; *text; text++)
        if (*text == '&')
            fputs("&amp;", file);
        else if (*text == '<')
            fputs("&lt;", file);
        else if ((unsigned char)*text >= ' ')
            fputc(*text, file);
}

static double score_of(const struct backtest_cell *cell, int series)
{
    return series == 0 ? cell->crps / (double)cell->count : cell->error[series - 1] / (double)cell->told[series - 1];
}

/* Horizons differ too much in size for one scale: each has its own. */
static double greatest(const struct backtest_cell *cell)
{
    double most = 0;
    for (int s = 0; s < SERIES; s++)
        most = fmax(most, score_of(cell, s)); /* NaN does not count */
    return most > 0 ? most : 1;
}

static void draw_bars(const struct backtest_cell cell[BACKTEST_HORIZONS], double top, FILE *file)
{
    const double group = (double)(WIDE - GAP) / BACKTEST_HORIZONS, bar = (group - 14) / SERIES;
    for (size_t h = 0; h < BACKTEST_HORIZONS; h++) {
        double left = GAP + (double)h * group, most = cell[h].count > 0 ? greatest(&cell[h]) : 1;
        for (int s = 0; s < SERIES && cell[h].count > 0; s++) {
            double score = score_of(&cell[h], s), tall = HIGH * score / most;
            if (isnan(score))
                continue;
            fprintf(file,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n"
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"8\">%.*f</text>\n",
                    left + s * bar, top + HIGH - tall, bar - 2, tall, colours[s], left + (s + 0.5) * bar - 1,
                    top + HIGH - tall - 2, score < 10 ? 1 : 0, score);
        }
        if (cell[h].count > 0) {
            fprintf(file, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"10\">", left + group / 2 - 7,
                    top + HIGH + 13);
            if (backtest_weeks[h] > 0)
                fprintf(file, "%d weeks</text>\n", backtest_weeks[h]);
            else
                fputs("to the end</text>\n", file);
        }
    }
}

/* The level line is what right forecasts have in each class. */
static void draw_classes(const struct backtest *backtest, size_t target, double top, FILE *file)
{
    size_t count[CLASSES] = {0}, all = 0, most = 1;
    for (size_t i = 0; i < backtest->count; i++)
        for (size_t k = 0; k < backtest->days[i].seen_count; k++) {
            const struct backtest_seen *seen = &backtest->days[i].seen[k];
            size_t class = (size_t)(seen->transform * CLASSES);
            if (seen->target != target)
                continue;
            count[class < CLASSES ? class : CLASSES - 1]++;
            all++;
        }
    for (size_t c = 0; c < CLASSES; c++)
        most = count[c] > most ? count[c] : most;
    const double wide = (double)HISTOGRAM / CLASSES, left = WIDE + GAP;
    for (size_t c = 0; c < CLASSES; c++)
        fprintf(file, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"0.8\"/>\n",
                left + (double)c * wide, top + HIGH - HIGH * (double)count[c] / (double)most, wide - 2,
                HIGH * (double)count[c] / (double)most, colours[0]);
    double level = top + HIGH - HIGH * (double)all / CLASSES / (double)most;
    fprintf(file,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#222\" stroke-dasharray=\"3 3\"/>\n"
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\">0</text>"
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\" text-anchor=\"end\">1 (PIT, %zu outcomes)</text>\n",
            left, left + HISTOGRAM, level, level, left, top + HIGH + 13, left + HISTOGRAM, top + HIGH + 13, all);
}

static bool has(const struct backtest_cell cell[BACKTEST_HORIZONS])
{
    size_t count = 0;
    for (size_t h = 0; h < BACKTEST_HORIZONS; h++)
        count += cell[h].count;
    return count > 0;
}

static void draw(const struct backtest *backtest, const struct backtest_cell cell[], size_t rows, FILE *file)
{
    double height = 50 + (double)rows * (HIGH + GAP), top = 70;
    int width = WIDE + HISTOGRAM + 2 * GAP;
    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" font-family=\"sans-serif\" "
            "font-size=\"12\" fill=\"#222\">\n<title>Forecasts against what the monitoring sheet tells later: mean "
            "scores by horizon, and transforms</title>\n<rect width=\"%d\" height=\"%.0f\" fill=\"#fff\"/>\n",
            width, height, width, height);
    for (int s = 0; s < SERIES; s++)
        fprintf(file,
                "<rect x=\"%d\" y=\"14\" width=\"11\" height=\"11\" fill=\"%s\"/><text x=\"%d\" y=\"24\">%s</text>\n",
                GAP + s * 125, colours[s], GAP + s * 125 + 16, names[s]);
    for (size_t t = 0; t < backtest_targets(backtest); t++) {
        char name[BACKTEST_NAME];
        if (!has(cell + t * BACKTEST_HORIZONS))
            continue;
        fprintf(file, "<text x=\"%d\" y=\"%.1f\" font-weight=\"bold\">", GAP, top - 18);
        put_text(file, backtest_target_name(backtest, t, name));
        fprintf(file, "</text>\n<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#222\"/>\n", GAP,
                WIDE + GAP + HISTOGRAM, top + HIGH, top + HIGH);
        draw_bars(cell + t * BACKTEST_HORIZONS, top, file);
        draw_classes(backtest, t, top, file);
        top += HIGH + GAP;
    }
    fputs("</svg>\n", file);
}

int backtest_picture(const struct backtest *backtest, const char *path, bool force, struct error *error)
{
    size_t targets = backtest_targets(backtest), rows = 0, size = 0;
    struct backtest_cell *cell = calloc(targets * BACKTEST_HORIZONS, sizeof *cell);
    struct output *output = 0;
    char *text = 0;
    FILE *file = cell ? open_memstream(&text, &size) : 0;
    int status = file ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0) {
        backtest_pool(backtest, cell);
        for (size_t t = 0; t < targets; t++)
            rows += has(cell + t * BACKTEST_HORIZONS);
        draw(backtest, cell, rows, file);
        status = fclose(file) == 0 ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    }
    if (status == 0)
        status = output_claim(&output, path, force, error);
    if (status == 0)
        status = output_write(output, text, size, error);
    free(text);
    free(cell);
    return status;
}
