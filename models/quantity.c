/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * quantity: collecting the numbers of a configuration, and drawing them.
 */
#include "quantity_parts.h"
#include "sim/stream.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void quantities_init(struct quantities *quantities)
{
    memset(quantities, 0, sizeof *quantities);
}

void quantities_free(struct quantities *quantities)
{
    for (size_t i = 0; i < quantities->count; i++) {
        quantity_clear(quantities->list[i]);
        free(quantities->list[i]);
    }
    free(quantities->list);
    free(quantities->entities);
    memset(quantities, 0, sizeof *quantities);
}

static int grow(struct quantities *quantities)
{
    if (quantities->count < quantities->room)
        return 0;
    size_t room = quantities->room ? 2 * quantities->room : 64;
    struct quantity **list = realloc(quantities->list, room * sizeof *list);
    if (!list)
        return -1;
    quantities->list = list;
    uint64_t *entities = realloc(quantities->entities, room * sizeof *entities);
    if (!entities)
        return -1;
    quantities->entities = entities;
    quantities->room = room;
    return 0;
}

static double bounded(const struct quantity *quantity, double value)
{
    if (!quantity->whole)
        return fmin(fmax(value, quantity->low), quantity->high);
    return fmin(fmax(floor(value + 0.5), ceil(quantity->low)), floor(quantity->high));
}

static int add(struct quantities *quantities, const struct number_rule *rule, struct setting *setting,
               struct faults *faults)
{
    struct quantity *quantity = malloc(sizeof *quantity);
    if (!quantity || grow(quantities) != 0) {
        free(quantity);
        return faults_add(faults, setting->file, setting->line, "out of memory");
    }
    if (quantity_read(quantity, rule, setting, faults) != 0) {
        free(quantity);
        return -1;
    }
    if (quantity->kind == QUANTITY_PRIOR)
        quantity->constant = bounded(quantity, variate_quantile(&quantity->variate, 0.5));
    quantities->entities[quantities->count] = stream_name(quantity->path);
    quantities->list[quantities->count] = quantity;
    setting->quantity = ++quantities->count;
    return 0;
}

static bool keep_texts(struct quantity *quantity, const char *path, const char *unit, const struct setting *setting)
{
    quantity->path = strdup(path);
    quantity->unit = strdup(unit);
    quantity->file = strdup(setting->file);
    quantity->source = setting->source ? strdup(setting->source) : 0;
    quantity->line = setting->line;
    return quantity->path && quantity->unit && quantity->file && (quantity->source || !setting->source);
}

long quantities_add_choice(struct quantities *quantities, const char *path, const char *unit, const double weights[],
                           size_t count, const struct setting *setting, struct faults *faults)
{
    struct quantity *quantity = calloc(1, sizeof *quantity);
    double *values = calloc(count + 1, sizeof *values);
    struct error error = {0};
    for (size_t i = 0; values && i < count; i++)
        values[i] = (double)i;
    if (!quantity || !values || grow(quantities) != 0 || !keep_texts(quantity, path, unit, setting) ||
        variate_form_init(&quantity->form, "discrete", 0, 0, values, weights, count, &error) != 0 ||
        variate_make(&quantity->variate, &quantity->form, 0, &error) != 0) {
        if (quantity)
            quantity_clear(quantity);
        free(quantity);
        free(values);
        return faults_add(faults, setting->file, setting->line, "%s: %s", path,
                          error.code ? error.text : "out of memory");
    }
    free(values);
    quantity->whole = true;
    quantity->high = (double)(count - 1);
    quantity->kind = QUANTITY_PRIOR;
    quantity->constant = variate_quantile(&quantity->variate, 0.5);
    quantities->entities[quantities->count] = stream_name(path);
    quantities->list[quantities->count] = quantity;
    return (long)quantities->count++;
}

/* The arguments of a chance distribution, each a number of its own; a plain one is its own only number. */
static int add_chance(struct quantities *quantities, const struct number_rule *rule, struct setting *setting,
                      struct faults *faults)
{
    struct form_parts parts;
    if (setting->type != SETTING_GROUP || setting_is_long_constant(setting))
        return add(quantities, rule, setting, faults);
    int result = form_parts(&parts, setting, faults);
    for (size_t i = 0; result == 0 && i < parts.count; i++) {
        struct number_rule argument = number_rule_of_argument(rule, parts.names[i]);
        result = add(quantities, &argument, setting_named(setting, parts.names[i]), faults);
    }
    return result;
}

struct collection {
    struct quantities *quantities;
    const struct schema *schema;
    long epoch;
    struct faults *faults;
};

static int collect(const struct collection *to, struct setting *setting)
{
    const struct schema_key *key = setting->parent ? schema_key_of(to->schema, setting) : 0;
    struct number_rule rule = {0};
    setting->quantity = 0;
    if (key)
        rule = number_rule_of(key, to->epoch);
    if (key && (key->type == SCHEMA_INTEGER || key->type == SCHEMA_NUMBER || key->type == SCHEMA_DATE))
        return add(to->quantities, &rule, setting, to->faults);
    if (key && key->type == SCHEMA_VARIATE)
        return add_chance(to->quantities, &rule, setting, to->faults);
    if (key && key->type == SCHEMA_ANY)
        return 0;
    int result = 0;
    for (size_t i = 0; result == 0 && i < setting->count; i++) {
        bool element = key && key->type == SCHEMA_NUMBER_LIST;
        result =
            element ? add(to->quantities, &rule, setting->children[i], to->faults) : collect(to, setting->children[i]);
    }
    return result;
}

int quantities_collect(struct quantities *quantities, const struct schema *schema, struct document *document,
                       struct faults *faults)
{
    struct collection to = {quantities, schema, schema_epoch(schema, document), faults};
    return collect(&to, document->root);
}

size_t quantities_at(const struct setting *from, const char *path)
{
    const struct setting *setting = schema_get(from, path);
    if (setting->quantity == 0) {
        char where[SETTING_PATH];
        fprintf(stderr, "fmksim: internal error: '%s' is no number of the quantity table\n",
                setting_path(setting, where));
        abort();
    }
    return setting->quantity - 1;
}

long quantities_find(const struct quantities *quantities, const char *path)
{
    for (size_t i = 0; i < quantities->count; i++)
        if (strcmp(quantities->list[i]->path, path) == 0)
            return (long)i;
    return -1;
}

double quantities_value(const struct quantities *quantities, size_t index, double u)
{
    const struct quantity *quantity = quantities->list[index];
    if (quantity->kind == QUANTITY_CONSTANT)
        return quantity->constant;
    return bounded(quantity, variate_quantile(&quantity->variate, u));
}

/* The uniform that a prior is drawn by; a constant stands at its middle. */
static double position_of(const struct quantities *quantities, size_t index, uint64_t seed, uint64_t replication,
                          uint64_t purpose)
{
    if (quantities->list[index]->kind == QUANTITY_CONSTANT)
        return 0.5;
    struct stream stream = stream_open(seed, replication, quantities->entities[index], purpose, 0);
    return stream_uniform(&stream);
}

void quantities_positions(const struct quantities *quantities, uint64_t seed, uint64_t replication, double positions[])
{
    uint64_t purpose = stream_name("quantity");
    for (size_t i = 0; i < quantities->count; i++)
        positions[i] = position_of(quantities, i, seed, replication, purpose);
}

double quantities_position(const struct quantities *quantities, size_t index, uint64_t seed, uint64_t replication)
{
    return position_of(quantities, index, seed, replication, stream_name("quantity"));
}

void quantities_draw(const struct quantities *quantities, uint64_t seed, uint64_t replication, double values[])
{
    uint64_t purpose = stream_name("quantity");
    for (size_t i = 0; i < quantities->count; i++)
        values[i] = quantities_value(quantities, i, position_of(quantities, i, seed, replication, purpose));
}
