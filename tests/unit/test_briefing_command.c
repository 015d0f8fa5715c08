/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_command: no folder of an absolute path is left, and nothing else is changed.
 */
#include "analysis/briefing/briefing_parts.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(briefing_command, keeps_last_names_only)
{
    static const char *const cases[][2] = {
        {"fmksim run fmk.cfg -n 10 --nested 5x2", 0},
        {"fmksim run ../configs/fmk.cfg -n 10", 0},
        {"fmksim run /home/eva/fmk.cfg -n 10", "fmksim run fmk.cfg -n 10"},
        {"fmksim run '/home/eva b/my fmk.cfg' -n 10", "fmksim run 'my fmk.cfg' -n 10"},
        {"fmksim run '/home/o'\\''neil/a b/x.cfg' -n 1", "fmksim run 'x.cfg' -n 1"},
        {"fmksim nowcast a.cfg --observations /srv/seen.csv --as-of 2015-10-06",
         "fmksim nowcast a.cfg --observations seen.csv --as-of 2015-10-06"},
        {"fmksim run a.cfg --set 'sites.file=\"/srv/h q/m.csv\"' --set 'title=\"a/b or 1 / 2\"'",
         "fmksim run a.cfg --set 'sites.file=\"m.csv\"' --set 'title=\"a/b or 1 / 2\"'"},
        {"fmksim run a.cfg --set sites.file=/srv/m.csv", "fmksim run a.cfg --set sites.file=m.csv"},
        {"fmksim run 'it'\\''s /not a path'", 0},
        {"/", ""},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = briefing_command(cases[i][0]);
        cr_assert_not_null(text);
        cr_expect_str_eq(text, cases[i][1] ? cases[i][1] : cases[i][0]);
        free(text);
    }
}
