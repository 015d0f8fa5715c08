/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * entry: the page begins in tasks of its own, the drawing library's in one before: the one that reads the file has
 * enough to do.
 */
const soon = (then) => setTimeout(then, 0);
soon(() => import('./plot.js').then(() => soon(() => import('./map.js').then(() => soon(() => import('./main.js'))))));
