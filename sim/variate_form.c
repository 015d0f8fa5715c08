/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_form: the grammar of distributions: which family takes which arguments.
 */
#include "sim/nearest.h"
#include "sim/variate_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAY(n, ...)                                                                                                    \
    {                                                                                                                  \
        .names = {__VA_ARGS__}, .required = (n)                                                                        \
    }

const struct variate_grammar variate_grammars[VARIATE_FAMILIES] = {
    [VARIATE_CONSTANT] = {.name = "constant", .usage = "value", .count = 1, .ways = {WAY(1, "value")}},
    [VARIATE_UNIFORM] = {.name = "uniform", .usage = "min max", .count = 1, .ways = {WAY(2, "min", "max")}},
    [VARIATE_TRIANGULAR] = {.name = "triangular",
                            .usage = "min mode max",
                            .count = 1,
                            .ways = {WAY(3, "min", "mode", "max")}},
    [VARIATE_PERT] =
        {.name = "pert",
         .usage = "min mode max [shape = 4]",
         .count = 1,
         .ways = {{.names = {"min", "mode", "max", "shape"}, .required = 3, .optional = 1, .preset = {[3] = 4}}}},
    [VARIATE_BETA] =
        {.name = "beta",
         .usage = "a b [min = 0, max = 1] | mean sd [min = 0, max = 1]",
         .count = 2,
         .ways = {{.names = {"a", "b", "min", "max"}, .required = 2, .optional = 2, .preset = {[3] = 1}},
                  {.names = {"mean", "sd", "min", "max"}, .required = 2, .optional = 2, .preset = {[3] = 1}}}},
    [VARIATE_NORMAL] = {.name = "normal",
                        .usage = "mean sd | q10 q90",
                        .count = 2,
                        .ways = {WAY(2, "mean", "sd"), WAY(2, "q10", "q90")}},
    [VARIATE_GAMMA] = {.name = "gamma",
                       .usage = "mean cv | shape scale",
                       .count = 2,
                       .ways = {WAY(2, "mean", "cv"), WAY(2, "shape", "scale")}},
    [VARIATE_LOGNORMAL] = {.name = "lognormal",
                           .usage = "mean cv | median sigma | q10 q90",
                           .count = 3,
                           .ways = {WAY(2, "mean", "cv"), WAY(2, "median", "sigma"), WAY(2, "q10", "q90")}},
    [VARIATE_WEIBULL] = {.name = "weibull",
                         .usage = "shape scale | mean cv",
                         .count = 2,
                         .ways = {WAY(2, "shape", "scale"), WAY(2, "mean", "cv")}},
    [VARIATE_EXPONENTIAL] = {.name = "exponential", .usage = "mean", .count = 1, .ways = {WAY(1, "mean")}},
    [VARIATE_EMPIRICAL] = {.name = "empirical", .usage = "values [weights]", .listed = true, .count = 1},
    [VARIATE_DISCRETE] = {.name = "discrete", .usage = "values weights", .listed = true, .weighted = true, .count = 1},
    [VARIATE_BERNOULLI] = {.name = "bernoulli", .usage = "p", .count = 1, .ways = {WAY(1, "p")}},
    [VARIATE_POISSON] = {.name = "poisson", .usage = "mean", .count = 1, .ways = {WAY(1, "mean")}},
    [VARIATE_BINOMIAL] = {.name = "binomial", .usage = "n p", .count = 1, .ways = {WAY(2, "n", "p")}},
    [VARIATE_BETA_BINOMIAL] = {.name = "beta-binomial",
                               .usage = "n p rho",
                               .count = 1,
                               .ways = {WAY(3, "n", "p", "rho")}},
};

const char *variate_family_name(enum variate_family family)
{
    return variate_grammars[family].name;
}

const char *variate_family_usage(enum variate_family family)
{
    return variate_grammars[family].usage;
}

static int find_family(const char *name, enum variate_family *family, struct error *error)
{
    const char *known[VARIATE_FAMILIES];
    char list[256] = "";
    for (int i = 0; i < VARIATE_FAMILIES; i++) {
        known[i] = variate_grammars[i].name;
        if (strcmp(name, known[i]) == 0) {
            *family = (enum variate_family)i;
            return 0;
        }
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", known[i]);
    }
    const char *meant = nearest_name(name, known, VARIATE_FAMILIES);
    if (meant)
        return error_set(error, ERROR_CONFIG, "unknown distribution '%.64s': did you mean '%s'? (known: %s)", name,
                         meant, list);
    return error_set(error, ERROR_CONFIG, "unknown distribution '%.64s' (known: %s)", name, list);
}

/* The canonical place of an argument in one parametrisation, -1 if that has none of the name. */
static int place_of(const struct variate_parametrisation *way, const char *name)
{
    if (strcmp(name, "low") == 0)
        return VARIATE_LOW;
    if (strcmp(name, "high") == 0)
        return VARIATE_HIGH;
    for (int i = 0; i < way->required + way->optional; i++)
        if (strcmp(name, way->names[i]) == 0)
            return i;
    return -1;
}

/* Whether the named arguments are exactly one of this way's sets; fills slot[]. */
static bool fits(const struct variate_parametrisation *way, const char *const names[], size_t count, int slot[])
{
    unsigned seen = 0;
    for (size_t i = 0; i < count; i++) {
        slot[i] = place_of(way, names[i]);
        if (slot[i] < 0)
            return false;
        seen |= 1u << slot[i];
    }
    unsigned needed = (1u << way->required) - 1;
    return (seen & needed) == needed;
}

static bool belongs(const struct variate_grammar *grammar, const char *name)
{
    for (int i = 0; i < grammar->count; i++)
        if (place_of(&grammar->ways[i], name) >= 0)
            return true;
    return false;
}

/* Repeated and foreign names; the nearest of the family's own is offered. */
static int check_names(const struct variate_grammar *grammar, const char *const names[], size_t count,
                       struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return error_set(error, ERROR_CONFIG, "%s: argument '%.64s' is given twice", grammar->name, names[i]);
        if (belongs(grammar, names[i]))
            continue;
        const char *known[VARIATE_PARAMETRISATIONS * VARIATE_LOW + 4] = {"low", "high"};
        size_t known_count = 2;
        for (int w = 0; w < grammar->count; w++)
            for (int k = 0; k < grammar->ways[w].required + grammar->ways[w].optional; k++)
                known[known_count++] = grammar->ways[w].names[k];
        const char *meant = nearest_name(names[i], known, known_count);
        return error_set(error, ERROR_CONFIG, "%s has no argument '%.64s'%s%s%s; it takes %s, and low, high",
                         grammar->name, names[i], meant ? " (did you mean '" : "", meant ? meant : "",
                         meant ? "'?)" : "", grammar->usage);
    }
    return 0;
}

static int choose_way(struct variate_form *form, const char *const names[], size_t count, struct error *error)
{
    const struct variate_grammar *grammar = &variate_grammars[form->family];
    if (check_names(grammar, names, count, error))
        return -1;
    if (count <= VARIATE_ARGUMENTS) /* more than these cannot all be different and fit */
        for (int i = 0; i < grammar->count; i++)
            if (fits(&grammar->ways[i], names, count, form->slot)) {
                form->parametrisation = i;
                form->argument_count = count;
                return 0;
            }
    char given[256] = "";
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(given);
        snprintf(given + used, sizeof given - used, "%s%s", i ? " " : "", names[i]);
    }
    return error_set(error, ERROR_CONFIG, "%s takes %s, and low, high; given: %s", grammar->name, grammar->usage,
                     count ? given : "none");
}

struct weighted {
    double value, weight;
};

static int by_value(const void *left, const void *right)
{
    double a = ((const struct weighted *)left)->value, b = ((const struct weighted *)right)->value;
    return (a > b) - (a < b);
}

static int check_list(const char *family, const double values[], const double weights[], size_t count,
                      struct error *error)
{
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]))
            return error_set(error, ERROR_CONFIG, "%s: values[%zu] = %g must be finite", family, i, values[i]);
        double weight = weights ? weights[i] : 1;
        if (!(weight >= 0 && isfinite(weight)))
            return error_set(error, ERROR_CONFIG, "%s: weights[%zu] = %g must be finite and at least 0", family, i,
                             weight);
        total += weight;
    }
    if (!(total > 0 && isfinite(total)))
        return error_set(error, ERROR_CONFIG, "%s: the weights' sum is %g, must be above 0 and finite", family, total);
    return 0;
}

static int copy_list(struct variate_form *form, const double values[], const double weights[], size_t count,
                     struct error *error)
{
    struct weighted *pairs = calloc(count, sizeof *pairs);
    form->values = calloc(count, sizeof(double));
    form->weights = calloc(count, sizeof(double));
    form->cumulated = calloc(count, sizeof(double));
    if (!pairs || !form->values || !form->weights || !form->cumulated) {
        free(pairs);
        variate_form_free(form);
        return error_set(error, ERROR_MEMORY, "no memory for a distribution of %zu values", count);
    }
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct weighted){values[i], weights ? weights[i] : 1};
    qsort(pairs, count, sizeof *pairs, by_value);
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += pairs[i].weight;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += pairs[i].weight;
        form->values[i] = pairs[i].value;
        form->weights[i] = pairs[i].weight / total;
        form->cumulated[i] = sum / total; /* the last is exactly 1: both sums were made in the same order */
    }
    form->count = count;
    free(pairs);
    return 0;
}

int variate_form_init(struct variate_form *form, const char *family, const char *const names[], size_t name_count,
                      const double values[], const double weights[], size_t value_count, struct error *error)
{
    *form = (struct variate_form){0};
    if (find_family(family, &form->family, error) || choose_way(form, names, name_count, error))
        return -1;
    const struct variate_grammar *grammar = &variate_grammars[form->family];
    if (!grammar->listed) {
        if (values || weights)
            return error_set(error, ERROR_CONFIG, "%s takes no list of values or weights, but %s", family,
                             grammar->usage);
        return 0;
    }
    if (!values || value_count == 0)
        return error_set(error, ERROR_CONFIG, "%s needs values, at least one (it takes %s)", family, grammar->usage);
    if (grammar->weighted && !weights)
        return error_set(error, ERROR_CONFIG, "%s needs weights, one for each value", family);
    if (check_list(family, values, weights, value_count, error))
        return -1;
    return copy_list(form, values, weights, value_count, error);
}

void variate_form_free(struct variate_form *form)
{
    free(form->values);
    free(form->weights);
    free(form->cumulated);
    form->values = form->weights = form->cumulated = 0;
    form->count = 0;
}
