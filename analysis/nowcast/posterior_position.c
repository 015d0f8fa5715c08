/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posterior_position: from a sampler's coordinate to the place in a prior.
 */
#include "posterior_parts.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double posterior_position(double z)
{
    const double least = 0x1p-53;
    return fmin(fmax(gsl_cdf_ugaussian_P(z), least), 1 - least);
}
