/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme: compiles a checked configuration, part by part (programme_*.c), and frees what was made.
 */
#include "models/programme_parts.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whether a number belongs to what is not known: its path begins with one of those. */
static bool is_unknown(const struct programme *p, const char *path)
{
    for (size_t i = 0; i < p->unknown.count; i++) {
        size_t length = strlen(p->unknown.name[i]);
        if (strncmp(path, p->unknown.name[i], length) == 0 && strchr("._", path[length]))
            return true;
    }
    return false;
}

static int compile_words(struct compiler *compiler)
{
    const struct setting *root = compiler->document->root;
    int status = 0;
    for (int word = 0; word < WORDS; word++) {
        char path[32];
        snprintf(path, sizeof path, "words.%s", word_names[word]);
        const char *text = schema_text(root, path);
        compiler->programme->words[word] = compile_text(compiler, text);
        if (!words_legal(text))
            status = compile_fault(compiler, schema_get(root, path),
                                   "is '%.80s'; legal are singular and plural in English and in Danish, singulars with "
                                   "their article, none longer than %d bytes: \"a card, cards, et kort, kort\"",
                                   text, WORD_TEXT - 1);
    }
    return status;
}

static int compile_times(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root;
    long horizon = schema_day(root, "horizon");
    p->epoch = schema_day(root, "epoch");
    p->title = compile_text(compiler, schema_text(root, "title"));
    if (compile_words(compiler) != 0)
        return -1;
    if (horizon <= p->epoch || horizon - p->epoch > 36500)
        return compile_fault(compiler, schema_get(root, "horizon"),
                             "lies before the epoch or more than 100 years after it");
    p->horizon = (double)(horizon - p->epoch + 1);
    p->as_of = schema_has(root, "as_of") ? (double)(schema_day(root, "as_of") - p->epoch + 1) : INFINITY;
    p->first_monday = 8 - date_weekday(p->epoch);
    p->weeks = p->first_monday > p->horizon ? 0 : (size_t)((p->horizon - p->first_monday) / 7) + 1;
    return 0;
}

static int list_parameters(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    p->parameter = compile_take(compiler, p->quantities.count, sizeof *p->parameter);
    for (size_t i = 0; p->parameter && i < p->quantities.count; i++)
        if (p->quantities.list[i]->kind == QUANTITY_PRIOR && !is_unknown(p, p->quantities.list[i]->path))
            p->parameter[p->parameters++] = i;
    return p->parameter ? 0 : -1;
}

static int compile_all(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root;
    if (quantities_collect(&p->quantities, &programme_schema, compiler->document, compiler->faults) != 0 ||
        compile_times(compiler) != 0)
        return -1;
    int status = compile_calendars(compiler);
    if (compile_vendors(compiler) != 0)
        return -1; /* what follows leans on it */
    if (compile_waves(compiler) != 0)
        return -1;
    status |= compile_sites(compiler);
    if (p->calendars.count == 0 || compile_network(compiler) != 0)
        return -1;
    status |= compile_gates(compiler);
    status |= compile_corps(compiler);
    status |= compile_deadlines(compiler);
    status |= compile_uptake(compiler);
    status |= compile_risks(compiler);
    compile_doctors(compiler);
    compile_helps(compiler);
    status |= compile_changes(compiler);
    status |= compile_leaders(compiler);
    status |= compile_costs(compiler);
    p->planned = compile_number(root, "integration.planned");
    p->common_slip_days = compile_number(root, "integration.common_slip_days");
    return list_parameters(compiler) | status;
}

int programme_init(struct programme *programme, struct document *document, struct faults *faults)
{
    struct compiler compiler = {programme, document, faults};
    *programme = (struct programme){.epoch = 0};
    if (schema_check(&programme_schema, document, faults) != 0)
        return -1;
    size_t before = faults->count;
    if (compile_all(&compiler) == 0 && faults->count == before && faults->lost == 0)
        return 0;
    faults_sort(faults);
    programme_free(programme);
    return -1;
}

void programme_free(struct programme *programme)
{
    for (size_t i = 0; programme->worktime && i < programme->calendars.count; i++)
        worktime_free(&programme->worktime[i]);
    for (size_t i = 0; i < programme->chances; i++)
        chance_free(&programme->chance[i]);
    free(programme->chance);
    quantities_free(&programme->quantities);
    for (struct programme_block *block = programme->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *programme = (struct programme){.epoch = 0};
}
