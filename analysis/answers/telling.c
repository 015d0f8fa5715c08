/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * telling: numbers in words for people.
 */
#include "analysis/answers/telling.h"

#include "sim/date.h"

#include <math.h>
#include <string.h>

/* Characters, not bytes: continuation bytes of UTF-8 take no room. */
int telling_width(const char *text)
{
    int width = 0;
    for (; *text != '\0'; text++)
        width += (*text & 0xc0) != 0x80;
    return width;
}

int telling_whole(const char *text, int most)
{
    int bytes = (int)strnlen(text, (size_t)most + 1);
    if (bytes <= most)
        return bytes;
    for (bytes = most; bytes > 0 && (text[bytes] & 0xc0) == 0x80;)
        bytes--;
    return bytes;
}

const char *telling_title(const struct results_named *named)
{
    return named->title && *named->title ? named->title : named->name;
}

bool telling_is_past(const struct results_spec *spec, size_t scenario)
{
    return spec->scenario_kinds && strcmp(spec->scenario_kinds[scenario], "counterfactual") == 0;
}

void telling_left(FILE *file, const char *text, int width)
{
    fprintf(file, "%s%*s", text, width > telling_width(text) ? width - telling_width(text) : 0, "");
}

void telling_right(FILE *file, const char *text, int width)
{
    fprintf(file, "%*s%s", width > telling_width(text) ? width - telling_width(text) : 0, "", text);
}

int telling_deadline_width(const struct results_spec *spec)
{
    int width = 10;
    for (size_t d = 0; d < spec->deadline_count; d++) {
        const int name = telling_width(spec->deadlines[d].name) + 2;
        width = name > width ? name : width;
    }
    return width;
}

/* 12345678 as "12 345 678". */
void telling_grouped(double x, char text[TELLING])
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%.0f", x), used = 0;
    for (int i = 0; i < length && used < TELLING - 2; i++) {
        text[used++] = digits[i];
        if ((length - i - 1) % 3 == 0 && i < length - 1 && digits[i] != '-')
            text[used++] = ' ';
    }
    text[used] = '\0';
}

/* ---- probabilities ---- */

/* "21 %", with a decimal where the error is small enough to carry it. */
void telling_percent(double p, int decimals, char text[TELLING])
{
    double step = pow(10, -decimals) / 100;
    if (isnan(p))
        snprintf(text, TELLING, "-");
    else if (p > 0 && p < step / 2)
        snprintf(text, TELLING, "<%.*f %%", decimals, 100 * step);
    else if (p < 1 && p > 1 - step / 2)
        snprintf(text, TELLING, ">%.*f %%", decimals, 100 - 100 * step);
    else
        snprintf(text, TELLING, "%.*f %%", decimals, 100 * p);
}

int telling_decimals(struct interval interval)
{
    double half = (interval.high - interval.low) / 2;
    return half < 0.001 ? 1 : 0; /* 0.1 percentage points */
}

void telling_range(struct interval interval, char text[TELLING])
{
    char low[TELLING], high[TELLING];
    telling_percent(interval.low, telling_decimals(interval), low);
    telling_percent(interval.high, telling_decimals(interval), high);
    if (strcmp(low, high) == 0)
        snprintf(text, TELLING, "%.40s", low);
    else
        snprintf(text, TELLING, "%.40s to %.40s", low, high);
}

void telling_frequency(double p, double n, char *text, size_t size)
{
    static const char courses[] = "simulated courses";
    static const double hair = 1e-9; /* sums of weights are rounded */
    double hits = round(p * n);
    bool counted = fabs(p * n - hits) < 1e-6;
    char count[TELLING];
    telling_grouped(floor(n), count);
    if (isnan(p))
        snprintf(text, size, "In an unknown share of the %s", courses);
    else if (p <= hair)
        snprintf(text, size, "In none of the %s %s", count, courses);
    else if (p >= 1 - hair)
        snprintf(text, size, "In all of the %s %s", count, courses);
    else if (n < 100 && counted)
        snprintf(text, size, "In %.0f of %s %s", hits, count, courses);
    else if (p < 0.005)
        snprintf(text, size, "In fewer than 1 of 100 %s", courses);
    else if (p > 0.995)
        snprintf(text, size, "In more than 99 of 100 %s", courses);
    else if (p < 0.05 || p > 0.95)
        snprintf(text, size, "In about %.0f of 100 %s", 100 * p, courses);
    else
        snprintf(text, size, "In about %.0f of 10 %s", 10 * p, courses);
}

const char *telling_word(const struct results_spec *spec, enum word word, enum word_form form, char text[WORD_TEXT])
{
    return words_say(word, spec->words[word], form, text);
}

void telling_question(const struct results_spec *spec, struct question question, const char *at, char text[TELLING])
{
    enum { TITLE = 60 };
    char word[WORD_TEXT];
    size_t sites = spec->municipality_count;
    if (question.reading == READING_MOST_CARDS) {
        snprintf(text, TELLING, "95 %% of the %s are in use", telling_word(spec, WORD_ITEM, WORD_MANY, word));
        return;
    }
    const char *title = telling_title(&spec->milestones[question.milestone]);
    int length = telling_whole(title, TITLE), said;
    telling_word(spec, WORD_SITE, sites == 1 ? WORD_ONE : WORD_MANY, word);
    if (sites == 1)
        said = snprintf(text, TELLING, "the one %s", word);
    else if (question.reading == READING_ALL_MUNICIPALITIES)
        said = snprintf(text, TELLING, "all %zu %s", sites, word);
    else
        said = snprintf(text, TELLING, "%zu of %zu %s", results_reading_sites(question.reading, sites), sites, word);
    if (said < TELLING)
        snprintf(text + said, (size_t)(TELLING - said), " %s %.*s",
                 sites == 1 && strcmp(at, "have reached") == 0 ? "has reached" : at, length, title);
}

int telling_question_width(const struct results_spec *spec, int least)
{
    char text[TELLING];
    for (size_t m = 0; m < spec->milestone_count; m++) {
        telling_question(spec, (struct question){(int)m, READING_MOST_MUNICIPALITIES}, "at", text);
        const int width = telling_width(text) + 2;
        least = width > least ? width : least;
    }
    return least;
}

enum { SIGNED = 28 };

/* Signed, without a "-0": what is rounded to nothing has no sign. */
static void format_signed(double x, int decimals, char text[SIGNED])
{
    bool nothing = fabs(x) < 0.5 * pow(10, -decimals);
    snprintf(text, SIGNED, nothing ? "%.*f" : "%+.*f", decimals, nothing ? 0.0 : x);
}

void telling_days(double days, struct interval interval, char text[TELLING])
{
    char middle[SIGNED], low[SIGNED], high[SIGNED];
    int decimals = interval.high - interval.low < 2 ? 1 : 0;
    format_signed(days, decimals, middle);
    format_signed(interval.low, decimals, low);
    format_signed(interval.high, decimals, high);
    snprintf(text, TELLING, "%s (%s to %s)", middle, low, high);
}

void telling_date(long epoch, double instant, char text[TELLING])
{
    text[0] = '\0';
    if (isfinite(instant))
        date_format(date_of_instant(epoch, instant), text);
}
