/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * describe: prints the table of outcome fields, for docs/results.md.
 */
#include "models/outcome.h"

int main(void)
{
    outcome_describe(stdout);
    return fflush(stdout) == 0 ? 0 : 1;
}
