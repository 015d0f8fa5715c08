/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * engine: the one simulation of a page, which its panels share; and when a question was answered in its courses.
 */
import { live } from './live.js';
import { CARDS } from './model.js';

export const AS_IT_IS = { from: '', sets: [] };

const listeners = new Map(); /* panel -> what is called after new courses, once a frame */
let engine = null,
  frame = 0;

/* From now on `heard` is called for a panel; what was called before is forgotten. */
export function listen(data, panel, heard) {
  listeners.set(panel, heard);
  engine ??= live(data.live, WORKER, () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => listeners.forEach((call) => call()));
  });
  return engine;
}

/* When a question's answer came true in the first n courses: days since the epoch. */
export function datesOf(m, q, courses, n) {
  const place = q.reading === CARDS ? 2 * m.data.milestones.length : 2 * m.milestoneOf(q) + q.reading;
  return Array.from({ length: n }, (_, i) => courses.date(i, place));
}

/* Whether it was in time, 0 or 1. */
export function keptOf(m, q, courses, n) {
  const limit = m.data.deadlines[q.deadline].day + 1 - m.study.epoch;
  return datesOf(m, q, courses, n).map((date) => (date <= limit ? 1 : 0));
}

export const isoDay = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

/* Of a nowcast the past is known: only what can begin after it can be chosen, and assumptions were weighed before. */
export function openChoices(live) {
  return live.pasts ? live.choices.filter((one) => one.datable && one.kind !== 'assumption') : live.choices;
}

/* The first day on which something can be done; empty: the beginning. */
export const earliest = (m) => (m.data.live.pasts ? isoDay(m.study.as_of + 1) : '');

/* Calls once the element comes into sight: the module is unpacked then, not before. */
export function whenSeen(element, then) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    then();
  });
  observer.observe(element);
}
