/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amount: see include/analysis/answers/amount.h.
 */
#include "analysis/answers/amount.h"

#include <math.h>
#include <stdio.h>

enum outcome_name amount_field(enum amount amount)
{
    static const enum outcome_name fields[AMOUNTS] = {[AMOUNT_ITEM_YEARS] = OUTCOME_ITEM_YEARS_LOST,
                                                      [AMOUNT_SITE_MONTHS] = OUTCOME_SITE_MONTHS_LOST,
                                                      [AMOUNT_VALUE] = OUTCOME_VALUE_LOST,
                                                      [AMOUNT_COST] = OUTCOME_COST};
    return fields[amount];
}

bool amount_told(const struct results_spec *spec, enum amount amount, const double values[], size_t n)
{
    if (amount == AMOUNT_ITEM_YEARS && !results_has_cards(spec))
        return false;
    bool money = amount == AMOUNT_VALUE || amount == AMOUNT_COST;
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]) && (!money || values[i] != 0))
            return true;
    return false;
}

char *amount_title(const struct results_spec *spec, enum amount amount, char text[AMOUNT_TITLE])
{
    const char *unit = spec->cost_unit ? spec->cost_unit : "", *comma = *unit ? ", " : "";
    char word[WORD_TEXT];
    switch (amount) {
    case AMOUNT_ITEM_YEARS:
        snprintf(text, AMOUNT_TITLE, "%s-years lost", words_say(WORD_ITEM, spec->words[WORD_ITEM], WORD_ONE, word));
        break;
    case AMOUNT_SITE_MONTHS:
        snprintf(text, AMOUNT_TITLE, "%s-months lost", words_say(WORD_SITE, spec->words[WORD_SITE], WORD_ONE, word));
        break;
    case AMOUNT_VALUE:
        snprintf(text, AMOUNT_TITLE, "their value%s%.60s", comma, unit);
        break;
    case AMOUNT_COST:
    case AMOUNTS:
        snprintf(text, AMOUNT_TITLE, "cost%s%.60s", comma, unit);
        break;
    }
    return text;
}
