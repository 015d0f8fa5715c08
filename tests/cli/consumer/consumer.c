/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * consumer: what somebody else's program does with the installed library. Exits with the number of wrong answers.
 */
#include "sim/date.h"
#include "sim/stream.h"

#include <math.h>
#include <stdio.h>

static int check(const char *what, int holds)
{
    if (!holds)
        fprintf(stderr, "consumer: %s is wrong\n", what);
    return !holds;
}

int main(void)
{
    long day = 0;
    char text[DATE_TEXT];
    int wrong = check("an existing day", date_parse("2015-12-31", &day) && day == 16800);
    wrong += check("a day that does not exist", !date_parse("2015-02-29", &day));
    date_format(16800, text);
    wrong += check("the day as text", text[0] == '2' && text[9] == '1' && text[10] == '\0');

    struct stream one = stream_open(42, 0, 1, 2, 0), same = one, other = stream_open(42, 0, 1, 3, 0);
    double u = stream_uniform(&one);
    wrong += check("a uniform number", u > 0.0 && u < 1.0 && !isnan(u));
    wrong += check("a copied stream", stream_uniform(&same) == u);
    wrong += check("a stream of another purpose", stream_uniform(&other) != u);
    return wrong;
}
