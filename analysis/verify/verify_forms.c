/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_forms: V35, what acts on the hazard of an item, one thing after another, and how items are shared out.
 *
 * One site has 20 items. With X in at a week's beginning, the week's are Binomial(20 - X, p) or BetaBinomial(20 - X, p,
 * rho) and at most what the staff can take, p = 1 - exp(-H), H the week's hazard: a Markov chain on 0 … 20 whose
 * distribution is carried on week by week, so nothing is a limit. H is integrated in closed form where the program does
 * so numerically; over a week its three points are exact to 1e-5 of H.
 */
#include "analysis/verify/verify_markov.h"
#include "analysis/verify/verify_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ITEMS = 20, WEEKS = 8, EARLY = 3, TEXT = 2048 };

/* Instant 0 is a Monday; the deadlines' instants are 35 and 70. */
#define FORM                                                                                                           \
    "title = \"a form of uptake\"; epoch = \"2013-01-07\"; horizon = \"2013-12-31\";\n"                                \
    "deadlines = { old = { date = \"2013-02-10\"; milestone = \"done\"; };\n"                                          \
    "              later = { date = \"2013-03-17\"; milestone = \"done\"; }; };\n"                                     \
    "milestones = { done = { after = [\"take\"]; }; };\n"                                                              \
    "activities = { take = { after = [\"start\"]; kind = \"uptake\"; };\n"                                             \
    "               training = { after = [\"start\"]; duration = 16; }; };\n"

#define PLAIN RESTLESS "sites = { count = 1; cards = 20; };\n"

struct form {
    const char *name;
    const char *text;
    double base, learning;             /* of the hazard a week */
    void (*act)(double hazard[WEEKS]); /* multiplies what it finds; null: nothing acts */
    double rho;                        /* of the items' overdispersion */
    double capacity[2];                /* whole items a week, in turn; 0: no cap */
    double taken;                      /* probability of the form that takes all at once */
};

/* ---- the chain ---- */

static void chain_week(const struct form *form, double hazard, double cap, double p[ITEMS + 1])
{
    double next[ITEMS + 1] = {0};
    for (int x = 0; x <= ITEMS; x++) {
        double probability = -expm1(-hazard * (1 + form->learning * x / ITEMS));
        for (int k = 0; k <= ITEMS - x; k++) {
            int more = cap > 0 && k > cap ? (int)cap : k;
            next[x + more] += p[x] * markov_count(k, ITEMS - x, probability, form->rho);
        }
    }
    memcpy(p, next, sizeof next);
}

static double mean_of(const struct form *form, const double p[ITEMS + 1])
{
    double sum = 0;
    for (int x = 0; x <= ITEMS; x++)
        sum += x * p[x];
    return form->taken * ITEMS + (1 - form->taken) * sum;
}

enum { IN_EARLY, IN_LATE, DONE, FORM_VALUES }; /* items after 3 and 8 weeks; the criterion of 18 is met after 8 */

static void form_exact(const struct form *form, double exact[FORM_VALUES])
{
    double p[ITEMS + 1] = {1}, hazard[WEEKS], done = 0;
    for (int week = 0; week < WEEKS; week++)
        hazard[week] = form->base;
    if (form->act)
        form->act(hazard);
    for (int week = 0; week < WEEKS; week++) {
        chain_week(form, hazard[week], form->capacity[week % 2], p);
        if (week == EARLY - 1)
            exact[IN_EARLY] = mean_of(form, p);
    }
    for (int x = 18; x <= ITEMS; x++)
        done += p[x];
    exact[IN_LATE] = mean_of(form, p);
    exact[DONE] = form->taken + (1 - form->taken) * done;
}

static void read_form(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    values[IN_EARLY] = outcome->cards[EARLY - 1];
    values[IN_LATE] = outcome->cards[WEEKS - 1];
    values[DONE] = (double)outcome->national[0] <= 7 * WEEKS;
}

static void form_of(struct verify *verify, const struct form *form)
{
    char name[40];
    double exact[FORM_VALUES] = {0};
    struct tally t[FORM_VALUES];
    snprintf(name, sizeof name, "V35.%s", form->name);
    const struct verify_programme programme = {.name = name,
                                               .text = form->text,
                                               .observations = verify_size(verify, 10000, 1200000),
                                               .width = FORM_VALUES,
                                               .read = read_form};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    form_exact(form, exact);
    verify_mean(verify, "V35", exact[IN_EARLY], &t[IN_EARLY], "%s: items of 20 in after 3 weeks", form->name);
    verify_mean(verify, "V35", exact[IN_LATE], &t[IN_LATE], "%s: after 8 weeks", form->name);
    if (exact[DONE] > 0.001)
        verify_probability(verify, "V35", exact[DONE], &t[DONE], "%s: P(18 are in after 8 weeks)", form->name);
}

/* ---- what acts on the hazard ---- */

/* Trained on day 16, within the third week, which counts as a whole by how it ends. */
static void untrained(double hazard[WEEKS])
{
    hazard[0] *= 0.4;
    hazard[1] *= 0.4;
}

/* Mean over [from, to] of 1 + 2 exp(-|T - t| / tau) on one side of T. */
static double pressure(double from, double to, double deadline, double tau, double fade)
{
    double risen = from < deadline ? tau * (exp((to - deadline) / tau) - exp((from - deadline) / tau))
                                   : fade * (exp((deadline - from) / fade) - exp((deadline - to) / fade));
    return risen / (to - from);
}

static void pressed(double hazard[WEEKS])
{
    for (int week = 0; week < WEEKS; week++)
        hazard[week] *= 1 + 2 * pressure(7 * week, 7 * week + 7, 35, 30, 20);
}

/* The new date, day 70, is known from day 21 on, and believed by half. */
static void moved(double hazard[WEEKS])
{
    for (int week = 0; week < WEEKS; week++)
        hazard[week] *= week < 3 ? 1 + 2 * pressure(7 * week, 7 * week + 7, 35, 30, 20)
                                 : 1 + 0.5 * 2 * pressure(7 * week, 7 * week + 7, 70, 30, 20);
}

/* 0.5 / (35 - t + 7) a day up to day 35; after it what is left of 0.5 / 7 a day, exp(-(t - 35) / 20), and for the rest
 * the base hazard. */
static void rushed(double hazard[WEEKS])
{
    for (int week = 0; week < WEEKS; week++) {
        double from = 7 * week, to = from + 7;
        double left = 20 * (exp((35 - from) / 20) - exp((35 - to) / 20));
        hazard[week] = from < 35 ? 0.5 * log((42 - from) / (42 - to)) : 0.5 * left / 7 + (7 - left) * hazard[week] / 7;
    }
}

/* The mean of a + (1 - a) / (1 + exp(-(t - m) / sigma)), whose integral is a t + (1 - a) sigma log(1 + exp((t - m) /
 * sigma)), a = 0.2, m = 30, sigma = 10. */
static void doctors(double hazard[WEEKS])
{
    for (int week = 0; week < WEEKS; week++) {
        double from = (7 * week - 30) / 10.0, to = (7 * week + 7 - 30) / 10.0;
        hazard[week] *= 0.2 + 0.8 * 10 * (log1p(exp(to)) - log1p(exp(from))) / 7;
    }
}

/* ISO weeks 3 and 4 of 2013 are the second and third; a weekend has no effort, nor is it wanted. */
static void season(double hazard[WEEKS])
{
    hazard[1] *= 0.5;
    hazard[2] *= 0.5;
}

/* Begun on day 3: four days of seven. */
static void within(double hazard[WEEKS])
{
    hazard[0] *= 4.0 / 7;
}

static void twice(double hazard[WEEKS])
{
    for (int week = 0; week < WEEKS; week++)
        hazard[week] *= 2;
}

static void by_half(double hazard[WEEKS])
{
    for (int week = 0; week < WEEKS; week++)
        hazard[week] *= 0.5;
}

#define BASS(rest) "uptake = { form = \"bass\"; base_week = 0.15; criterion = 0.9; " rest " };\n"
#define PRESSURE "pressure = 2; pressure_days = 30; pressure_fade_days = 20; deadline = \"old\";"

static const struct form forms[] = {
    {.name = "base", .text = FORM PLAIN BASS(""), .base = 0.15},
    {.name = "learning",
     .text = FORM PLAIN "uptake = { form = \"learning\"; base_week = 0.1; learning = 3; criterion = 0.9; };\n",
     .base = 0.1,
     .learning = 3},
    {.name = "untrained",
     .text = FORM PLAIN BASS("training = \"training\"; untrained = 0.4;"),
     .base = 0.15,
     .act = untrained},
    {.name = "staff", /* 20 items in 8 weeks: 2.5 a week, and a half is kept for the next */
     .text = FORM PLAIN "uptake = { form = \"bass\"; base_week = 0.3; criterion = 0.9; capacity_weeks = 8; };\n",
     .base = 0.3,
     .capacity = {2, 3}},
    {.name = "pressure", .text = FORM PLAIN BASS(PRESSURE), .base = 0.15, .act = pressed},
    {.name = "moved deadline",
     .text = FORM PLAIN BASS(PRESSURE "moved_deadline = \"later\"; moved_known = 21; moved_belief = 0.5;"),
     .base = 0.15,
     .act = moved},
    {.name = "rush",
     .text = FORM PLAIN "uptake = { form = \"deadline-rush\"; rush = 0.5; rush_days = 7; base_week = 0.15;\n"
                        "           pressure_fade_days = 20; deadline = \"old\"; criterion = 0.9; };\n",
     .base = 0.15,
     .act = rushed},
    {.name = "doctors",
     .text = FORM PLAIN BASS("") "doctors = { floor = 0.2; midpoint = 30; scale_days = 10; };\n",
     .base = 0.15,
     .act = doctors},
    {.name = "season",
     .text = FORM "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0];\n"
                  "              reduced = ( { weeks = [3, 4]; effort = 0.5; } ); }; };\n"
                  "sites = { count = 1; cards = 20; };\n" BASS(""),
     .base = 0.15,
     .act = season},
    {.name = "begun within a week",
     .text = FORM RESTLESS "sites = { count = 1; cards = 20; decision_from = 3; };\n" BASS(""),
     .base = 0.15,
     .act = within},
    {.name = "pace of the site",
     .text = FORM RESTLESS "sites = { count = 1; cards = 20; pace = 2; };\n" BASS(""),
     .base = 0.15,
     .act = twice},
    {.name = "risk",
     .text = FORM PLAIN BASS(
         "") "risks = { x = { probability = 1; from = 0; to = 0; duration_days = 300; pace = 0.5; }; };\n",
     .base = 0.15,
     .act = by_half},
    {.name = "unsupported",
     .text = FORM PLAIN BASS(
         "") "corps = { consultants = 0; unsupported_factor = 2;\n"
             "          engagements = { e = { from = \"start\"; gates = []; until = \"take\"; }; }; };\n",
     .base = 0.15,
     .act = by_half},
    {.name = "outside view",
     .text = FORM PLAIN BASS("") "outside_view = { overrun = 1; };\n",
     .base = 0.15,
     .act = by_half},
    {.name = "overdispersed", .text = FORM PLAIN BASS("overdispersion = 0.2;"), .base = 0.15, .rho = 0.2},
    {.name = "drawn form",
     .text = FORM PLAIN "uptake = { form = \"drawn\"; weights = { bass = 3; capacity = 1; }; base_week = 0.15;\n"
                        "           criterion = 0.9; };\n",
     .base = 0.15,
     .taken = 0.25},
};

/* ---- items by size: 3/7, 3/7 and 1/7 of 10 are 4.29, 4.29 and 1.43: whole ones first, the rest to the largest
 * remainder ---- */

static const char SIZES[] = "code,name,region,size\n1,a,r,3\n2,b,r,3\n3,c,r,1\n";

static const char SHARED_OUT[] = FORM RESTLESS "sites = { cards = 10; cards_by = \"size\"; };\n" BASS("");

static void remainders(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_EXPECTED, 0, 0, 4, 0, "items by size 3, 3, 1: of 10, the first has"},
        {MOMENT_ALWAYS, OF_EXPECTED, 1, 0, 4, 0, "items by size: the second"},
        {MOMENT_ALWAYS, OF_EXPECTED, 2, 0, 2, 0, "items by size: the third has the largest remainder"}};
    const struct verify_programme programme = {.name = "V35.sizes", .text = SHARED_OUT, .sites = SIZES};
    verify_moments(verify, &programme, MOMENTS(list));
}

void verify_forms(struct verify *verify)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        form_of(verify, &forms[i]);
    remainders(verify);
}
