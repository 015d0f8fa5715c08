/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_twin: one draw the slow way, for the elements that the vectors leave over.
 */
#include "sim/batch_parts.h"

double batch_gamma(const struct batch_gammas *gammas, size_t at)
{
    struct stream stream = gammas->address;
    stream.counter[1] = gammas->entity[at];
    return variate_draw(gammas->gamma, &stream);
}
