/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/nowcast/likelihood.c on a course made by hand: every value is worked out here.
 */
#include "analysis/nowcast/likelihood.h"
#include "sim/date.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The epoch is a Tuesday: the first Monday's midnight, that of 7 January, is instant 6. */
#define CONFIGURATION                                                                                                  \
    "title = \"t\"; epoch = \"2013-01-01\"; horizon = \"2013-12-31\"; sites = { count = 4; };"                         \
    "calendars = { c = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"                                                      \
    "activities = { a = { after = [\"start\"]; duration = 3; }; };"                                                    \
    "milestones = { m = { after = [\"a\"]; }; };"                                                                      \
    "deadlines = { d = { date = \"2013-12-31\"; milestone = \"m\"; }; };"

#define HEADING "quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"

static struct programme p;
static struct outcome_layout layout;
static struct course course;
static int32_t *cards;

/* Sites reach m at the instants 10, 20 and 30, one never; in week w there are 100 w cards, 10 w (site + 1) of each. */
static void setup(void)
{
    struct document document = {0};
    struct faults faults = {0};
    size_t extent[OUTCOME_DIMENSIONS];
    cr_assert_eq(document_read_text(&document, "t.cfg", CONFIGURATION, strlen(CONFIGURATION), &faults), 0);
    cr_assert_eq(programme_init(&p, &document, &faults), 0);
    document_free(&document);
    programme_extent(&p, extent);
    layout = outcome_layout(extent);
    void *record = calloc(1, layout.size);
    cards = calloc(p.sites * p.weeks, sizeof *cards);
    float *date = outcome_at(&layout, record, OUTCOME_MUNICIPALITY_DATE);
    int32_t *national = outcome_at(&layout, record, OUTCOME_CARDS);
    for (size_t site = 0; site < 4; site++) {
        date[site] = site < 3 ? 10.0f * (float)(site + 1) : NAN;
        for (size_t week = 0; week < p.weeks; week++)
            cards[site * p.weeks + week] = (int32_t)(10 * week * (site + 1));
    }
    for (size_t week = 0; week < p.weeks; week++)
        national[week] = (int32_t)(100 * week);
    *(int32_t *)outcome_at(&layout, record, OUTCOME_CARDS_EXPECTED) = 5000;
    course = (struct course){&p, &layout, record, cards};
}

static void teardown(void)
{
    free((void *)course.record);
    free(cards);
    programme_free(&p);
}

/* What a path is made of, of rows which are all used; fills their log likelihood. */
static struct tempered fit_of(const char *rows, double *log_likelihood)
{
    struct observations all;
    struct faults faults = {0};
    char text[1024];
    snprintf(text, sizeof text, HEADING "%s\n", rows);
    cr_assert_eq(observations_read_text(&all, "seen.csv", text, strlen(text), &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "");
    cr_assert_eq(observations_resolve(&all, &p, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    cr_assert_eq(observations_judge(&all, &p, date_of(2014, 1, 1)), all.count);
    *log_likelihood = likelihood_of_course(&all, &course);
    struct tempered fit = likelihood_fit(&all, &course);
    observations_free(&all);
    return fit;
}

/* The log likelihood of rows, which are all used. */
static double of(const char *rows)
{
    double log_likelihood;
    fit_of(rows, &log_likelihood);
    return log_likelihood;
}

static double normal(double z, double sd)
{
    return log(exp(-z * z / 2) / (sd * sqrt(2 * acos(-1))));
}

TestSuite(likelihood, .init = setup, .fini = teardown);

/* A milestone reached at the midnight that ends 10 January (instant 10) is reached on that day. */
Test(likelihood, exact)
{
    cr_expect_eq(of("m_sites,national,2013-01-10,2013-01-10,2013-02-01,1,,exact,"), 0);
    cr_expect_eq(of("m_sites,national,2013-01-09,2013-01-09,2013-02-01,0,,exact,"), 0);
    cr_expect_eq(of("m_sites,national,2013-01-09,2013-01-09,2013-02-01,1,0,exact,"), -INFINITY);
    cr_expect_eq(of("m_share,national,2013-01-30,2013-01-30,2013-02-01,0.75,0,exact,"), 0);
    cr_expect_eq(of("m_sites,site:4,2013-12-01,2013-12-01,2013-12-01,0,0,exact,"), 0);
    cr_expect_eq(of("m_sites,region:everywhere,2013-12-01,2013-12-01,2013-12-01,3,0,exact,"), 0);
}

/* Two sites from 20 to 29 January: on 10 of the 20 days from 15 January to 3 February, on none before. */
Test(likelihood, undated)
{
    cr_expect_float_eq(of("m_sites,national,2013-01-15,2013-02-03,2013-02-03,2,0,exact,"), log(0.5), 1e-12);
    cr_expect_float_eq(of("m_sites,national,2013-01-20,2013-01-29,2013-02-03,2,0,exact,"), 0, 1e-12);
    cr_expect_eq(of("m_sites,national,2013-01-10,2013-01-19,2013-02-03,2,0,exact,"), -INFINITY);
    cr_expect_float_eq(of("m_sites,national,2013-01-19,2013-01-20,2013-02-03,2,1,count,"),
                       log((exp(normal(1, 1)) + exp(normal(0, 1))) / 2), 1e-12);
    /* so far away that no density is a number above 0, but its logarithm is one */
    cr_expect_float_eq(of("m_sites,national,2013-01-20,2013-01-21,2013-02-03,4,0.01,count,"),
                       -20000 - log(0.01 * sqrt(2 * acos(-1))), 1e-9);
}

Test(likelihood, rounded)
{
    cr_expect_eq(of("cards,national,2013-01-21,2013-01-21,2013-02-01,250,50,rounded,"), 0);
    cr_expect_eq(of("cards,national,2013-01-21,2013-01-21,2013-02-01,251,50,rounded,"), -INFINITY);
    cr_expect_eq(of("m_share,national,2013-01-30,2013-01-30,2013-02-01,0.755,0.005,rounded,"), 0);
    cr_expect_eq(of("m_share,national,2013-01-30,2013-01-30,2013-02-01,0.756,0.005,rounded,"), -INFINITY);
    cr_expect_eq(of("cards_expected,national,,,2013-02-01,5100,100,rounded,"), 0);
}

Test(likelihood, normal)
{
    cr_expect_float_eq(of("cards,national,2013-01-21,2013-01-21,2013-02-01,220,10,count,"), normal(2, 10), 1e-12);
    cr_expect_float_eq(of("cards,national,2013-01-21,2013-01-21,2013-02-01,250,0.1,relative,"), normal(2, 25), 1e-12);
}

/* Cards are those of the last Monday by the day's end; a Sunday's end is Monday's midnight. */
Test(likelihood, weeks)
{
    cr_expect_eq(of("cards,national,2013-01-05,2013-01-05,2013-02-01,0,,exact,"), 0); /* before the first Monday */
    cr_expect_eq(of("cards,national,2013-01-12,2013-01-12,2013-02-01,0,,exact,"), 0);
    cr_expect_eq(of("cards,national,2013-01-13,2013-01-13,2013-02-01,100,,exact,"), 0);
    cr_expect_eq(of("cards,national,2013-01-19,2013-01-19,2013-02-01,100,,exact,"), 0);
    cr_expect_eq(of("cards,site:3,2013-01-21,2013-01-21,2013-02-01,60,,exact,"), 0);
    cr_expect_eq(of("cards,region:everywhere,2013-01-21,2013-01-21,2013-02-01,200,,exact,"), 0);
    cr_expect_eq(of("cards_per_week,national,2013-01-15,2013-02-12,2013-02-12,100,,exact,"), 0);
    cr_expect_eq(of("cards_per_week,site:2,2013-01-15,2013-02-12,2013-02-12,20,,exact,"), 0);
    cr_expect_eq(of("cards_per_week,site:2,2013-01-15,2013-02-12,2013-02-12,21,,exact,"), -INFINITY);
}

/* Rows add up; rows that are not used add nothing. */
Test(likelihood, rows)
{
    cr_expect_float_eq(of("cards,national,2013-01-21,2013-01-21,2013-02-01,220,10,count,\n"
                          "m_sites,national,2013-01-15,2013-02-03,2013-02-03,2,0,exact,"),
                       normal(2, 10) + log(0.5), 1e-12);
    struct observations none = {0};
    cr_expect_eq(likelihood_of_course(&none, &course), 0);
    cr_expect(!likelihood_needs_cards(&none));
}

/* How far from the band, in half-widths or steps; a row outside counts as if one of its days fitted. */
Test(likelihood, path)
{
    static const struct {
        const char *rows;
        double units;
    } cases[] = {
        {"cards,national,2013-01-21,2013-01-21,2013-02-01,250,50,rounded,", 0},
        {"cards,national,2013-01-21,2013-01-21,2013-02-01,350,50,rounded,", 2},
        {"cards,national,2013-01-21,2013-01-21,2013-02-01,203,,exact,", 3},
        {"m_share,national,2013-01-30,2013-01-30,2013-02-01,0.25,0,exact,", 2},
        {"m_sites,national,2013-01-10,2013-01-19,2013-02-03,2,0,exact,", 1},     /* 10 days, none fits */
        {"m_sites,national,2013-01-01,2013-01-20,2013-02-03,3,0.5,rounded,", 1}, /* the nearest day is half off */
        {"m_sites,national,2013-01-15,2013-02-03,2013-02-03,2,0,exact,", 0},
        {"cards,national,2013-01-21,2013-01-21,2013-02-01,220,10,count,", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double log_likelihood;
        struct tempered fit = fit_of(cases[i].rows, &log_likelihood);
        cr_expect_float_eq(fit.excess, cases[i].units * cases[i].units / 2, 1e-12, "%s", cases[i].rows);
        cr_expect_eq(tempering_log(&fit, 1), log_likelihood, "%s", cases[i].rows);
        if (cases[i].units == 0)
            cr_expect_eq(fit.log_density, log_likelihood, "%s", cases[i].rows);
        else
            cr_expect_eq(log_likelihood, -INFINITY, "%s", cases[i].rows);
    }
    double log_likelihood;
    struct tempered fit = fit_of("m_sites,national,2013-01-10,2013-01-19,2013-02-03,2,0,exact,\n"
                                 "cards,national,2013-01-21,2013-01-21,2013-02-01,220,10,count,\n"
                                 "cards,national,2013-01-14,2013-01-14,2013-02-01,350,50,rounded,",
                                 &log_likelihood);
    cr_expect_float_eq(fit.log_density, log(0.1) + normal(2, 10), 1e-12);
    cr_expect_float_eq(fit.excess, 0.5 + 8, 1e-12);
    struct observations none = {0};
    fit = likelihood_fit(&none, &course);
    cr_expect_eq(fit.log_density, 0);
    cr_expect_eq(fit.excess, 0);
}
