/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * worker: simulates what it is asked, in a thread of its own. The first message opens the programme, each further one
 * asks for replications of a choice.
 */
import { simulation } from './simulation.js';

let opened = null,
  chosen = null;

onmessage = async ({ data }) => {
  try {
    if (data.module) {
      opened = simulation(data.module, data.configuration, data.sites, data.pasts);
      return;
    }
    const s = await opened;
    if (chosen !== data.key) {
      chosen = null;
      s.choose(data.choice);
      chosen = data.key;
    }
    const dates = s.run(data);
    postMessage({ key: data.key, block: data.block, dates, questions: s.questions }, [dates.buffer]);
  } catch (error) {
    postMessage({ key: data.key, fault: error.message });
  }
};
