/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * quantity: priors within bounds, and independent draws.
 */
#include "schema_world.h"

#include <signal.h>
#include <stdlib.h>

static struct quantities collected(struct document *document)
{
    struct quantities quantities;
    struct faults faults = {0};
    quantities_init(&quantities);
    cr_assert_eq(quantities_collect(&quantities, &schema, document, &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "?");
    return quantities;
}

Test(quantity, table)
{
    struct document d =
        checked(GOOD "theta = { dist = \"normal\"; mean = 0.9; sd = 0.1; source = \"F31\"; note = \"why\"; };\n"
                     "rates = [0.25, 0.5]; start = \"2014-01-01\";\n"
                     "work = { source = \"assumption\"; dist = \"gamma\"; cv = 0.4;\n"
                     " mean = { dist = \"uniform\"; min = 1; max = 9; source = \"F7\"; }; };");
    struct quantities q = collected(&d);
    const struct quantity *theta = q.list[quantities_at(d.root, "theta")];
    cr_expect_str_eq(theta->path, "theta");
    cr_expect_str_eq(theta->source, "F31");
    cr_expect_str_eq(theta->note, "why");
    cr_expect_str_eq(theta->unit, "share");
    cr_expect_eq(theta->kind, QUANTITY_PRIOR);
    cr_expect_eq(theta->line, 2);
    cr_expect_eq(theta->low, 0);
    cr_expect_eq(theta->high, 1, "an unbounded prior is truncated to the key's bounds");
    cr_expect_eq(theta->form.argument_count, 4);
    cr_expect_str_eq(theta->names[2], "low");
    cr_expect_eq(theta->arguments[0], 0.9);
    cr_expect_eq(q.list[quantities_at(d.root, "start")]->constant, 365);
    cr_expect(q.list[quantities_at(d.root, "start")]->date);
    cr_expect_eq(q.list[quantities_at(d.root, "rates.1")]->constant, 0.5);
    cr_expect_str_eq(q.list[quantities_at(d.root, "work.mean")]->source, "F7");
    cr_expect_str_eq(q.list[quantities_at(d.root, "work.cv")]->source, "assumption");
    cr_expect_str_eq(q.list[quantities_at(d.root, "uptake.kappa")]->source, "default");
    cr_expect_null(q.list[quantities_at(d.root, "vendors.kmd.teams")]->source);
    cr_expect(q.list[quantities_at(d.root, "vendors.kmd.teams")]->whole);
    cr_expect_eq(quantities_find(&q, "work.mean"), (long)quantities_at(d.root, "work.mean"));
    cr_expect_eq(quantities_find(&q, "work"), -1);
    document_free(&d);
    quantities_free(&q);
}

Test(quantity, no_number_aborts, .signal = SIGABRT)
{
    struct document d = checked(GOOD);
    struct quantities q = collected(&d);
    fclose(stderr);
    cr_expect_eq(q.list[quantities_at(d.root, "name")]->constant, 0);
}

/* Fixing, adding or removing one number leaves the draws of all others as they were. */
Test(quantity, draws_depend_on_the_own_path_only)
{
    struct document a =
        checked(GOOD "theta = { dist = \"uniform\"; min = 0; max = 1; }; rate = { dist = \"gamma\"; mean = 2; "
                     "cv = 0.5; };");
    struct document b =
        checked("rate = { dist = \"gamma\"; mean = 2; cv = 0.5; }; swat = { count = 1; };" GOOD "theta = 0.5;");
    struct quantities qa = collected(&a), qb = collected(&b);
    double va[32], vb[32], first = 0;
    size_t ra = quantities_at(a.root, "rate"), rb = quantities_at(b.root, "rate"),
           theta = quantities_at(a.root, "theta");
    cr_expect_neq(ra, rb);
    for (uint64_t replication = 0; replication < 100; replication++) {
        quantities_draw(&qa, 42, replication, va);
        quantities_draw(&qb, 42, replication, vb);
        cr_assert_eq(va[ra], vb[rb]);
        cr_expect_eq(vb[quantities_at(b.root, "theta")], 0.5);
        cr_expect_neq(va[theta], first);
        first = va[theta];
    }
    quantities_draw(&qa, 43, 99, vb);
    cr_expect_neq(va[ra], vb[ra]);
    document_free(&a);
    document_free(&b);
    quantities_free(&qa);
    quantities_free(&qb);
}

Test(quantity, draws_lie_within_bounds)
{
    struct document d = checked("name = \"n\"; theta = { dist = \"normal\"; mean = 0.9; sd = 5; };\n"
                                "vendors = { a = { teams = { dist = \"normal\"; mean = 2; sd = 40; }; };\n"
                                " b = { teams = { dist = \"uniform\"; min = 1.2; max = 3.4; }; }; };");
    struct quantities q = collected(&d);
    double values[32], sum = 0;
    size_t a = quantities_at(d.root, "vendors.a.teams"), b = quantities_at(d.root, "vendors.b.teams");
    size_t theta = quantities_at(d.root, "theta");
    for (uint64_t r = 0; r < 5000; r++) {
        quantities_draw(&q, 1, r, values);
        cr_assert(values[theta] >= 0 && values[theta] <= 1);
        cr_assert(values[a] >= 0 && values[a] <= 50 && values[a] == floor(values[a]));
        cr_assert(values[b] >= 2 && values[b] <= 3 && values[b] == floor(values[b]));
        sum += values[theta];
    }
    /* nearly uniform on [0, 1]: mean 1/2, standard error 0.0041; six of them: a false alarm in 5e8 */
    cr_expect(fabs(sum / 5000 - 0.5) < 0.0245, "%g", sum / 5000);
    cr_expect_eq(quantities_value(&q, a, 1e-12), 0);
    cr_expect_eq(quantities_value(&q, a, 1 - 1e-12), 50);
    document_free(&d);
    quantities_free(&q);
}

/* Of a distribution with a prior in it, each replication makes its own. */
Test(quantity, chance)
{
    struct document d =
        checked(GOOD "work = { dist = \"gamma\"; cv = 0.4; mean = { dist = \"uniform\"; min = 1; max = 9; }; };\n");
    struct quantities q = collected(&d);
    struct chance chance;
    struct variate variate;
    struct error error = {0};
    double values[32];
    cr_assert_eq(chance_init(&chance, d.root, "work", &error), 0, "%s", error.text);
    for (uint64_t r = 0; r < 10; r++) {
        quantities_draw(&q, 7, r, values);
        cr_assert_eq(chance_make(&variate, &chance, values, &error), 0);
        cr_expect_float_eq(variate_mean(&variate), values[quantities_at(d.root, "work.mean")], 1e-9);
    }
    chance_free(&chance);
    quantities_free(&q);
    document_free(&d);
    static const char *const plain[] = {GOOD "work = 12;", GOOD "work = { value = 12; source = \"F1\"; };",
                                        GOOD "work = { dist = \"constant\"; value = 12; };",
                                        GOOD "work = { dist = \"empirical\"; values = [12, 12]; };"};
    for (size_t i = 0; i < 4; i++) {
        d = checked(plain[i]);
        q = collected(&d);
        cr_assert_eq(chance_init(&chance, d.root, "work", &error), 0, "%s", error.text);
        quantities_draw(&q, 7, 0, values);
        cr_assert_eq(chance_make(&variate, &chance, values, &error), 0);
        cr_expect_eq(variate_mean(&variate), 12);
        chance_free(&chance);
        quantities_free(&q);
        document_free(&d);
    }
}

/* Arguments that are priors may contradict each other in a replication: that is told, not hidden. */
Test(quantity, chance_that_contradicts_itself)
{
    struct document d =
        checked(GOOD "work = { dist = \"uniform\"; min = { dist = \"uniform\"; min = 0; max = 6; }; max = 5; };");
    struct quantities q = collected(&d);
    struct chance chance;
    struct variate variate;
    struct error error = {0};
    double values[32];
    int refused = 0;
    cr_assert_eq(chance_init(&chance, d.root, "work", &error), 0);
    for (uint64_t r = 0; r < 200; r++) {
        quantities_draw(&q, 7, r, values);
        bool wrong = values[quantities_at(d.root, "work.min")] > 5;
        cr_expect_eq(chance_make(&variate, &chance, values, &error), wrong ? -1 : 0);
        refused += wrong;
    }
    cr_expect_gt(refused, 0);
    cr_expect_eq(error.code, ERROR_CONFIG);
    chance_free(&chance);
    quantities_free(&q);
    document_free(&d);
}
