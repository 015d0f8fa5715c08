/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * simulation: the module that analysis/live/ is compiled to, as functions. Runs anywhere that has WebAssembly.
 */

const REFUSED = 8; /* WASI: no such file is open */

/* The module asks a system for nothing that it needs: whatever it might ask is refused. */
function system(module) {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module))
    (imports[from] ??= {})[name] = () => {
      if (name === 'proc_exit') throw new Error('the simulation ended itself');
      return REFUSED;
    };
  return imports;
}

/* The bytes of base64. */
export function bytesOf(text) {
  const raw = atob(text),
    bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/* The pasts as a results file packs them: a line of numbers, then base64 of what zlib made of them. */
export async function unpackPasts(text) {
  const end = text.indexOf('\n'),
    [count, groups, quantities, blocks, known] = text.slice(0, end).split(' ').map(Number);
  const stream = new Blob([bytesOf(text.slice(end + 1))]).stream().pipeThrough(new DecompressionStream('deflate'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const size = 24 + 8 * quantities + 4 * blocks;
  if (!(bytes.length === count * size)) throw new Error('the pasts are broken');
  const view = new DataView(bytes.buffer);
  const of = (read) => Array.from({ length: count }, (_, k) => read(k * size));
  return {
    bytes,
    count,
    groups,
    quantities,
    blocks,
    known,
    weights: of((at) => view.getFloat64(at, true)),
    rows: of((at) => view.getUint32(at + 16, true)),
  };
}

/* One programme at a time: `configuration` and the text of its sites' file, as a results file keeps them, and the pasts
   of a nowcast, { bytes, count, quantities, blocks, known }, or null. */
export async function simulation(module, configuration, sites, pasts = null) {
  const { exports: e } = await WebAssembly.instantiate(module, system(module));
  e._initialize();
  const fault = () => {
    const bytes = new Uint8Array(e.memory.buffer, e.live_fault());
    return new Error(new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0))));
  };
  const put = (...parts) => {
    const bytes = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
    const lengths = bytes.map((b) => b.length);
    let at = e.live_room(lengths.reduce((a, b) => a + b, 0));
    if (!at) throw new Error('no memory for the simulation');
    for (const b of bytes) {
      new Uint8Array(e.memory.buffer, at, b.length).set(b);
      at += b.length;
    }
    return lengths;
  };
  if (e.live_open(...put(configuration, sites)) !== 0) throw fault();
  if (pasts) {
    put(pasts.bytes);
    if (e.live_pasts(pasts.count, pasts.quantities, pasts.blocks, pasts.known) !== 0) throw fault();
  }
  return {
    /* Values of a replication: of the questions, and of the site that is watched. */
    get questions() {
      return e.live_questions();
    },
    /* What is simulated from now on: settings "PATH=VALUE" that act from a day, or from the epoch; and whose story is
       told besides, by the index of a site. */
    choose({ from, sets, site }) {
      e.live_watch(site ?? -1);
      if (e.live_choose(...put([from ?? '', ...sets].join('\n'))) !== 0) throw fault();
    },
    /* When each of `count` replications from `first` on was done, [replication][question]. */
    run({ seed, first, count, inner }) {
      const questions = e.live_questions();
      const at = e.live_run(BigInt(seed), BigInt(first), count, BigInt(inner));
      if (!at) throw fault();
      return new Float64Array(e.memory.buffer, at, count * questions).slice();
    },
  };
}
