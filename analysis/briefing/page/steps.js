/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * steps: work done in steps, so that the page answers in between.
 */
const SLICE = 8; /* milliseconds after which it is somebody else's turn, if no step is under way */

/* Calls the steps one after the other. `stop` drops those that are left; `finish` does them at once. */
export function inSteps(all) {
  const left = [...all];
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    left.length = 0;
  };
  const turn = () => {
    const end = performance.now() + SLICE;
    do left.shift()?.();
    while (left.length && performance.now() < end);
    if (left.length) timer = setTimeout(turn, 0);
  };
  const finish = () => {
    clearTimeout(timer);
    while (left.length) left.shift()();
  };
  timer = setTimeout(turn, 0);
  return { stop, finish };
}
