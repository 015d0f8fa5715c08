/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * live: replications simulated by the reader's own machine, shared out among workers by number.
 *
 * A choice is { from, sets, site }: settings "PATH=VALUE" and the day from which they act, and the index of a site
 * whose story is told besides, if one is. Its replications have the numbers and the luck of the study's own, so that
 * choices are compared course by course, and the same choice has the same numbers on every machine. Replications come
 * in blocks; what is told rests on the blocks that are there without a gap. Each panel of the page asks for its own
 * choices, by its name.
 */
import { bytesOf, unpackPasts } from './simulation.js';

export const BLOCK = 20; /* replications that a worker is asked for at once */
const KEPT = 24; /* choices whose courses are kept */

const keyOf = (choice) =>
  JSON.stringify([choice.sets.length ? (choice.from ?? '') : '', choice.sets, choice.site ?? -1]);

/* Whether this browser can, and the page holds what it takes. */
export const canSimulate = (data) =>
  Boolean(
    data.live &&
    document.getElementById('live')?.textContent &&
    typeof WebAssembly === 'object' &&
    typeof Worker === 'function' &&
    typeof DecompressionStream === 'function',
  );

async function unpack() {
  const packed = bytesOf(document.getElementById('live').textContent);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

/* `changed` is called after new courses, and after a fault. */
export function live(study, script, changed) {
  const courses = new Map(); /* key -> { blocks: [Float64Array], whole, questions, fault } */
  const idle = [];
  const asked = new Map(); /* panel -> [{ key, choice, replications }] */
  let wanted = []; /* of all panels */
  let starting = null,
    broken = null,
    pasts = null;

  /* Replications that there are at all. */
  const most = () => pasts?.count ?? Infinity;

  const of = (key) => {
    if (!courses.has(key)) courses.set(key, { blocks: [], asked: new Set(), whole: 0, questions: 0, fault: null });
    return courses.get(key);
  };

  /* The next block that somebody waits for: that of the lowest number, so that choices keep pace with one another. */
  function next() {
    let best = null;
    for (const want of wanted) {
      const course = of(want.key);
      if (course.fault) continue;
      let block = course.whole;
      while (course.asked.has(block) || course.blocks[block]) block++;
      const due = block * BLOCK < Math.min(want.replications, most());
      if (due && (!best || block < best.block)) best = { ...want, block };
    }
    return best;
  }

  function shareOut() {
    for (let job = next(); job && idle.length; job = next()) {
      of(job.key).asked.add(job.block);
      idle.pop().postMessage({
        key: job.key,
        choice: job.choice,
        block: job.block,
        seed: study.seed,
        inner: study.inner,
        first: job.block * BLOCK,
        count: Math.min(BLOCK, most() - job.block * BLOCK),
      });
    }
  }

  function forget() {
    const keep = new Set(wanted.map((want) => want.key));
    for (const key of courses.keys()) {
      if (courses.size <= KEPT) return;
      if (!keep.has(key)) courses.delete(key);
    }
  }

  function take(worker, { key, block, dates, questions, fault }) {
    idle.push(worker);
    const course = courses.get(key);
    if (course && fault) course.fault = fault;
    else if (course) {
      course.asked.delete(block);
      course.blocks[block] = dates;
      course.questions = questions;
      while (course.blocks[course.whole]) course.whole++;
    }
    shareOut();
    changed();
  }

  async function start() {
    const module = await unpack();
    if (study.pasts) pasts = await unpackPasts(study.pasts);
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const workers = Math.max(1, Math.min(4, navigator.hardwareConcurrency || 2));
    for (let i = 0; i < workers; i++) {
      const worker = new Worker(url);
      worker.onmessage = ({ data }) => take(worker, data);
      worker.onerror = (event) => {
        broken = event.message || 'worker';
        changed();
      };
      worker.postMessage({ module, configuration: study.configuration, sites: study.sites, pasts });
      idle.push(worker);
    }
    shareOut();
  }

  return {
    /* From now on a panel wants these choices, up to so many replications each; what is under way is finished and
       kept. */
    want(panel, choices, replications) {
      asked.set(
        panel,
        choices.map((choice) => ({ key: keyOf(choice), choice, replications })),
      );
      wanted = [...asked.values()].flat();
      forget();
      starting ??= start().catch((error) => {
        broken = error.message;
        changed();
      });
      shareOut();
    },
    /* Of a nowcast: { count, groups, weights }, once it is unpacked; else null. */
    pasts: () => pasts,
    /* What there is of a choice: n replications without a gap, and when question k was done in each. */
    courses(choice) {
      const course = courses.get(keyOf(choice));
      if (!course) return { n: 0, fault: broken };
      return {
        n: Math.min(course.whole * BLOCK, most()),
        fault: course.fault ?? broken,
        /* its value of a question, or of what follows the questions of a site */
        date: (replication, question) =>
          course.blocks[Math.floor(replication / BLOCK)][(replication % BLOCK) * course.questions + question],
      };
    },
  };
}
