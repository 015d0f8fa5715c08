/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/nowcast/nowcast_sampling.c: what a file says of its samplers, and that none is lost in silence.
 */
#include "../model_world.h"
#include "analysis/nowcast/nowcast_parts.h"

#define HEADING                                                                                                        \
    "form,sampler,step,beta,worth,accepted_all,accepted_some,accepted_luck,bold_all,bold_some,bold_luck,ancestors,"    \
    "log_evidence,courses\n"
#define FOUND(form, sampler, log_evidence)                                                                             \
    form "," sampler ",1,0.5,0.5,0.1,0.2,0.3,1,1,1,9,-1,7\n" form "," sampler                                          \
         ",2,1,0.5,0.1,0.2,0.3,1,1,1,5," log_evidence ",100\n"
#define LOST(form, sampler) form "," sampler ",1,1,0,nan,nan,nan,nan,nan,nan,0,-inf,0\n"

static void take(struct nowcast_sampling *sampling, const char *text)
{
    struct world world;
    struct results_spec spec = {.samplers = 2, .sampling = text};
    world_open(&world, "fmk.cfg", (const char *const[]){0});
    cr_assert(nowcast_sampling_of(sampling, &spec, &world.programme));
    cr_assert_eq(sampling->forms, 2);
    world_close(&world);
}

Test(nowcast_sampling, nothing_is_lost)
{
    static struct nowcast_sampling sampling;
    take(&sampling, HEADING FOUND("0", "0", "-3") FOUND("0", "1", "-3") FOUND("1", "0", "-4") FOUND("1", "1", "-3"));
    cr_expect_null(nowcast_form_lost(&sampling));
    cr_expect_float_eq(sampling.form[0].posterior, (1 / (1 + exp(-1)) + 0.5) / 2, 1e-12);
    cr_expect_float_eq(sampling.form[1].mean, -3.5, 1e-12);
    cr_expect_float_eq(sampling.form[1].deviation, sqrt(0.5), 1e-12);
    cr_expect_float_eq(sampling.form[1].accepted[1], 0.2, 1e-12);
    cr_expect_eq(sampling.form[1].ancestors, 5);
    cr_expect_eq(sampling.courses, 400);
}

/* A form that one of two samplers has lost is told, and its evidence is the other's. */
Test(nowcast_sampling, one_of_two)
{
    static struct nowcast_sampling sampling;
    take(&sampling, HEADING FOUND("0", "0", "-3") FOUND("0", "1", "-3") FOUND("1", "0", "-4") LOST("1", "1"));
    const struct nowcast_form *lost = nowcast_form_lost(&sampling);
    cr_assert_eq(lost, &sampling.form[1]);
    cr_expect_eq(lost->lost, 1);
    cr_expect_eq(lost->samplers, 2);
    cr_expect_eq(lost->mean, -4);
    cr_expect(isnan(lost->deviation));
    cr_expect_float_eq(lost->accepted[1], 0.2, 1e-12);
    cr_expect_eq(lost->ancestors, 5);
}

/* One that next to nothing speaks for, or none has found, changes no answer: it is told with the forms. */
Test(nowcast_sampling, what_does_not_matter)
{
    static struct nowcast_sampling sampling;
    take(&sampling, HEADING FOUND("0", "0", "-3") FOUND("0", "1", "-3") FOUND("1", "0", "-9") LOST("1", "1"));
    cr_expect_null(nowcast_form_lost(&sampling));
    cr_expect_eq(sampling.form[1].lost, 1);
    take(&sampling, HEADING FOUND("0", "0", "-3") FOUND("0", "1", "-3") LOST("1", "0") LOST("1", "1"));
    cr_expect_null(nowcast_form_lost(&sampling));
    cr_expect_eq(sampling.form[1].lost, 2);
    cr_expect_eq(sampling.form[1].mean, -INFINITY);
    cr_expect_eq(sampling.form[1].posterior, 0);
}
