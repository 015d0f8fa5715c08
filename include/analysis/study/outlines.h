/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * outlines: the sites' outlines for the briefing's map, from a file of the user's.
 */
#ifndef FMKSIM_ANALYSIS_STUDY_OUTLINES_H
#define FMKSIM_ANALYSIS_STUDY_OUTLINES_H

#include "models/document.h"
#include "models/programme.h"

/* Reads the file that `sites.outlines` names: GeoJSON (RFC 7946), a FeatureCollection of polygons whose `id`, or
 * property `code`, are codes of sites; what is of no site is passed over. `*text` becomes a drawing of them in JSON,
 * for the caller to free, or null where none is named:
 *     {"width": W, "height": H, "shapes": [{"code": 1, "polygons": [[[[x, y], …], …], …]}, …]}
 * in whole units from the upper left corner, at most OUTLINES_ACROSS of them across; degrees become plane with the
 * parallel in their middle at its true length. Returns -1 with every fault, by file and path. */
int outlines_read(const struct document *document, const struct programme *programme, char **text,
                  struct faults *faults);

enum { OUTLINES_ACROSS = 4000 };

#endif
