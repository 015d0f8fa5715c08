/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_da: all that the page says in Danish. f is the formatter, w what nouns() gives.
 */
import { NB, capital, frequency, tenths } from './chances.js';

export const danish = (w) => ({
  language: 'Sprog',
  theme: 'Udseende',
  themes: { auto: 'Auto', light: 'Lys', dark: 'M\u00f8rk' },
  skip: 'G\u00e5 til svaret',
  subtitle: (n, asOf, f) =>
    asOf === undefined
      ? `Prognose ud fra ${f.whole(n)} simulerede forl\u00f8b`
      : `Prognose pr. ${f.long(asOf)} ud fra ${f.whole(n)} simulerede forl\u00f8b`,
  frequency: (p, n, f) =>
    frequency(p, n, f, {
      none: (k) => `I ingen af de ${k} simulerede forl\u00f8b`,
      every: (k) => `I alle ${k} simulerede forl\u00f8b`,
      fewer: 'I f\u00e6rre end 1 af 100 simulerede forl\u00f8b',
      butFewer: 'I flere end 99 af 100 simulerede forl\u00f8b',
      about: (k, of) => `I omkring ${k} af ${of} simulerede forl\u00f8b`,
    }),
  range: (r) =>
    tenths(r, {
      outOf: (x, of) => `${x} af ${of} p\u00e5 tv\u00e6rs af antagelserne`,
      nowhere: 'heller ikke under nogen af de enkelte antagelser, der er varieret',
    }),
  done: {
    0: (sites, milestone) => `har alle ${sites} ${w.site.many} n\u00e5et ${milestone}`,
    1: (sites, milestone, most) => `har mindst ${most} af ${sites} ${w.site.many} n\u00e5et ${milestone}`,
    2: () => `er 95${NB}% af de forventede ${w.item.many} i brug`,
  },
  by: (date) => `senest ${date}`,
  readings: {
    0: (n) => `alle ${n} ${w.site.many}`,
    1: (n, most) => `${most} af ${n} ${w.site.many}`,
    2: () => `95${NB}% af alle ${w.item.many}`,
  },
  verbal: ['meget usandsynligt', 'usandsynligt', 'omtrent lige sandsynligt', 'sandsynligt', 'meget sandsynligt'],
  verbalRange: ['under 10 %', '10\u201333 %', '33\u201366 %', '66\u201390 %', '90 % og derover'],
  likely: 'Hvor sandsynligt?',
  decides: 'Hvad afg\u00f8r det?',
  halfDone: (half, nine, horizon) =>
    half === null
      ? `Under halvdelen af forl\u00f8bene n\u00e5r dertil inden den ${horizon}, hvor simuleringen slutter.`
      : nine === null
        ? `Halvdelen af forl\u00f8bene n\u00e5r dertil senest ${half}, under ni ud af ti inden den ${horizon}, hvor ` +
          'simuleringen slutter.'
        : `Halvdelen af forl\u00f8bene n\u00e5r dertil senest ${half}, ni ud af ti senest ${nine}.`,
  doneThen: (d, q) =>
    `Den ${d} er ${q.q50} ${w.site.many} f\u00e6rdige i det midterste forl\u00f8b ` +
    `(${q.q10 === q.q90 ? q.q10 : `${q.q10}\u2060\u2013\u2060${q.q90}`} i 8 af 10).`,
  earlier: (d) => `${d} dage tidligere i gennemsnit`,
  later: (d) => `${d} dage senere i gennemsnit`,
  sameTime: 'p\u00e5 samme tid i gennemsnit',
  points: 'procentpoint',
  days: 'dage',
  question: 'Hvad sammenligningerne nedenfor sp\u00f8rger om',
  deadline: 'Frist',
  reading: 'F\u00e6rdig betyder',
  short: (what, by) => `${what} ${by}`,
  figure: { svg: 'SVG', png: 'PNG', save: (kind, title) => `Gem som ${kind}: ${title}` },
  sections: {
    table: 'Frister',
    courses: 'Forl\u00f8b over tid',
    map: `Alle ${w.site.many}`,
    actions: 'Hvad der kan g\u00f8res',
    groups: `Efter ${w.vendor.one} og region`,
    pair: 'To scenarier sammenlignet',
    last: 'Hvorn\u00e5r er den sidste f\u00e6rdig?',
    corps: 'Konsulentkorpset',
    decides: 'Hvad der afg\u00f8r det',
    scenarios: 'Scenarier side om side',
    whatif: 'Hvad nu hvis?',
    register: 'Antagelser',
    limits: 'Hvad dette ikke er',
    others: 'Andre prognoser',
  },
  mapTitle: (n) => `De ${n} ${w.site.many}`,
  dots: {
    title: 'Tyve lige sandsynlige forl\u00f8b',
    alt: (on, late, by) =>
      `Tyve prikker, hver for et ud af tyve simulerede forl\u00f8b, ved den dato hvor ${w.site.den} sidste ` +
      `${w.site.one} er ` +
      `f\u00e6rdig. ${on} af dem er f\u00e6rdige ${by}, ${late} senere.`,
    caption: (n) =>
      `Hver prik st\u00e5r for et ud af tyve simulerede forl\u00f8b, ved den dato hvor ${n} er f\u00e6rdige.`,
    never: (n, horizon) => `${n} af de 20 er ikke f\u00e6rdige, n\u00e5r simuleringen slutter den ${horizon}.`,
    onTime: 'til tiden',
    late: 'for sent',
  },
  deadlineTable: {
    datesCaption: 'F\u00e6rdig senest, med hver betydning af \u00bbf\u00e6rdig\u00ab',
    caption: 'Sandsynlighed for hver frist med hver betydning af \u00bbf\u00e6rdig\u00ab',
    milestone: 'Milep\u00e6l',
    deadline: 'Frist',
    status: 'Status',
    done: 'F\u00e6rdig betyder',
    chance: 'Sandsynlighed',
    dates: (p) => `F\u00e6rdig senest, med ${p} %`,
    inForce: 'g\u00e6ldende',
    assumption: 'til sammenligning',
    politic: 'aftalt',
    beyond: 'ikke inden for horisonten',
    how: (horizon) =>
      'Sandsynlighed med det 95 %-interval, simuleringen efterlader; datoer s\u00e5 skarpe som intervallet ' +
      `tillader, det st\u00e5r nedenunder. Horisonten, hvor simuleringen slutter, er den ${horizon}.`,
  },
  doneTable: {
    column: `${w.site.many} til tiden`,
    caption: `${capital(w.site.many)} til tiden: det midterste forl\u00f8b og sp\u00e6ndet for 8 af 10 forl\u00f8b`,
  },
  lost: {
    items: (q50, q10, q90) => `${q50} ${w.item.one}-\u00e5rs brug (i 8 af 10 forl\u00f8b: ${q10}\u2013${q90})`,
    sites: (q50, q10, q90) => `${q50} ${w.site.one}-m\u00e5neders forsinkelse (${q10}\u2013${q90})`,
    each: { items: `hvert \u00e5r, som ${w.item.a}`, sites: `hver m\u00e5ned, som ${w.site.a}` },
    text: (losses, each) =>
      `Hvad det midterste forl\u00f8b mister mod planen: ${losses.join(' og ')}. ${capital(each.join(', og '))} ` +
      'kommer senere end planens frist, t\u00e6ller med; at v\u00e6re tidligt ude opvejer intet.',
  },
  courses: {
    read:
      'S\u00e5dan l\u00e6ses den: i halvdelen af de simulerede forl\u00f8b ligger kurven i det m\u00f8rke ' +
      'b\u00e5nd, i ni ud af ti i det lyse; et ud af tyve ligger over, et ud af tyve under. Linjen er medianen i ' +
      'hver uge, ikke et forl\u00f8b i sig selv.',
    median: 'median',
    half: 'halvdelen af forl\u00f8bene',
    nine: '9 af 10 forl\u00f8b',
    deadline: 'frist',
    plan: 'planen fra 2013',
    seen: 'observeret',
    sites: (m) => `${capital(w.site.many)} ved ${m}`,
    cards: `${capital(w.item.many)} i brug`,
    axisSites: w.site.many,
    alt: (what, d) => `${what}: vifte over de simulerede forl\u00f8b uge for uge. ${d}`,
    altMedian: (day, x) => `Median den ${day}: ${x}.`,
    whenOnly: 'En bj\u00e6lke: datoen vides kun at ligge inden for den.',
  },
  map: {
    caption: (by) => `Sandsynligheden for at ${w.site.hver} ${w.site.one} er f\u00e6rdig ${by}`,
    alt: (by) =>
      `Kort over alle ${w.site.many} farvet efter sandsynligheden for at v\u00e6re f\u00e6rdig ${by}; de samme ` +
      `tal st\u00e5r i tabellen.`,
    read:
      `Det, der ikke vides om ${w.site.hver} ${w.site.one}, tr\u00e6kkes p\u00e5 ny i hvert forl\u00f8b, s\u00e5 ` +
      `naboer adskiller sig mest ved region, st\u00f8rrelse og tilf\u00e6ldighed.`,
    shared: (each, all, alone) =>
      `Halvdelen af alle ${w.site.many} har ${each} eller mere, alle tilsammen ${all}. Var deres held hver sit, ` +
      `ville det v\u00e6re ${alone}: meget af det er f\u00e6lles (antagelserne og det, der rammer mange), ` +
      's\u00e5 uheld rammer mange p\u00e5 \u00e9n gang.',
    area: 'Omr\u00e5det om K\u00f8benhavn er forst\u00f8rret.',
    spread: (a, na, b, nb) => `Sandsynlighederne ligger mellem ${a} (${na}) og ${b} (${nb}).`,
    fine: (e) =>
      `(Farverne d\u00e6kker det viste sp\u00e6nd; simuleringsusikkerheden er op til \u00b1${e} procentpoint.)`,
    keys: `Alle ${w.site.many} p\u00e5 kortet. Piletasterne flytter til naboen i den retning.`,
    none: `Peg p\u00e5 ${w.site.a}, eller flyt med piletasterne, for at se tallene her og i tabellen.`,
    at: (name, region, chance, q50, q90) =>
      `${name} (${region}): ${chance} til tiden; halvdelen af forl\u00f8bene senest ${q50}, ni ud af ti senest ${q90}.`,
    columns: [capital(w.site.one), 'Region', 'Til tiden', '50 %', '80 %', '90 %'],
    table: `Alle ${w.site.many}; en overskrift sorterer`,
    never: 'senere',
    outlines: 'intet omrids kendes for',
    unknown: `ukendt: ${w.site.one}`,
  },
  last: {
    title: `Hvorn\u00e5r ${w.site.den} sidste ${w.site.one} er f\u00e6rdig`,
    about: (what) => `Hvorn\u00e5r det er n\u00e5et: ${what}`,
    day: 'F\u00e6rdig den',
    bars: 'andel f\u00e6rdige i hver fire uger',
    alt: `Histogram over ugen hvor ${w.site.den} sidste ${w.site.one} er f\u00e6rdig, og den kumulerede kurve.`,
    read: (bar) =>
      `Linjen viser andelen af forl\u00f8b, der er f\u00e6rdige p\u00e5 en dato; s\u00f8jlerne andelen i hver ` +
      `periode p\u00e5 fire uger (den h\u00f8jeste: ${bar}).`,
    axis: 'andel af forl\u00f8b der er f\u00e6rdige',
  },
  corps: {
    title: 'Sandsynlighed efter antal konsulenter',
    axisX: 'konsulenter',
    axisY: 'sandsynlighed',
    alt: (list) => `Sandsynlighed efter antal konsulenter: ${list}.`,
    read:
      'Punkterne er simulerede scenarier med deres 95 %-intervaller; intet derimellem er simuleret. Ringen viser ' +
      'konfigurationen, som den er.',
    target: 'M\u00e5l',
    smallest: (k, p) =>
      `Det mindste simulerede korps, hvis sandsynlighed er mindst ${p} ud over simuleringsusikkerheden: ${k} ` +
      `konsulenter.`,
    nearly: (k, p) => `${k} konsulenter n\u00e5r ${p} inden for simuleringsusikkerheden.`,
    nobody: (p, best, k) => `Intet simuleret korps n\u00e5r ${p}; den h\u00f8jeste sandsynlighed er ${best}, med ${k}.`,
    table: 'Hvad hver yderligere konsulent giver: parrede forskelle fra r\u00e6kke til r\u00e6kke',
    columns: ['Konsulenter', 'Sandsynlighed', '95 %-interval', 'Gevinst i procentpoint', 'Dage'],
    absent: 'Filen rummer ingen scenarier med andre st\u00f8rrelser af korpset (k\u00f8r med --scenario all).',
  },
  causes: {
    title: `Hvad der afg\u00f8r datoen for ${w.site.den} sidste ${w.site.one}`,
    alt: (list) =>
      `Andel af forl\u00f8bene efter den \u00e5rsag, der tog flest dage hos ${w.site.den} sidste ` +
      `${w.site.one}: ${list}.`,
    axis: `andel af forl\u00f8bene hvor den tog flest dage hos ${w.site.den} sidste ${w.site.one}`,
    about: (n) =>
      `Hvad der afg\u00f8r datoen for ${w.site.den} sidste ${w.site.one}: andele af alle ${n} forl\u00f8b, ` +
      'i tide eller ej',
    read:
      `Bag s\u00f8jlerne st\u00e5r tabte dage, gennemsnit over alle ${w.site.many} langs deres kritiske vej. ` +
      'Hvad der siges \u00f8verst og i pre-mortem, g\u00e6lder kun de forl\u00f8b, der ikke n\u00e5r fristen.',
    days: (d) => `${d} dage`,
  },
  tornado: {
    title: 'Hvad sandsynligheden afh\u00e6nger af',
    axis: 'sandsynlighed',
    alt: (list) => `Sandsynlighed i den laveste, midterste og h\u00f8jeste tredjedel af hver antagelse: ${list}.`,
    low: 'lav',
    middle: 'midt',
    high: 'h\u00f8j',
    read: (k) =>
      `Forl\u00f8bene er sorteret efter, hvad de trak for \u00e9n antagelse, og delt i tredjedele (eller efter ` +
      `dens v\u00e6rdier); prikkerne viser sandsynligheden i hver. ${k}`,
    noise: (n) => `Udsving under omkring ${n} procentpoint ligger inden for simuleringsusikkerheden.`,
  },
  scenarios: {
    title: 'Forskel til konfigurationen, som den er',
    axis: 'procentpoint sandsynlighed',
    alt: (list) => `Parrede forskelle i procentpoint: ${list}.`,
    read:
      'Scenarierne deler held og uheld med konfigurationen, som den er, forl\u00f8b for forl\u00f8b, s\u00e5 ' +
      'sm\u00e5 forskelle kan ses. Bj\u00e6lkerne er 95 %-intervaller; hvor de krydser nul, kan forskellen ' +
      'v\u00e6re ingen.',
    columns: ['Scenarie', 'Sandsynlighed', 'Forskel i procentpoint', 'F\u00e6rdig, dage'],
    table: 'Alle scenarier',
    one: 'Filen rummer kun ét scenarie (k\u00f8r med --scenario all).',
    baseline: 'konfigurationen, som den er',
  },
  whatif: {
    read: 'Hver stilling er et simuleret scenarie i filen, med alt andet som det er; der interpoleres ikke mellem dem.',
    lever: 'H\u00e5ndtag',
    position: 'Stilling',
    result: 'Sandsynlighed',
    asIs: 'som det er',
    against: (d, span, days) =>
      `${d} procentpoint mod konfigurationen, som den er (95 %: ${span}); f\u00e6rdig ${days}.`,
    standing: 'Dette er konfigurationen, som den er.',
    title: (m) => `${capital(w.site.many)} ved ${m}: scenariet og konfigurationen, som den er`,
    other: 'scenariet',
    base: 'som det er (median)',
    none: 'Intet scenarie i filen flytter en enkelt indstilling.',
    unit: (u) => u,
    on: 'til',
    off: 'fra',
  },
  register: {
    read:
      'Hvad hvert tal hviler p\u00e5. \u00bbBetyder\u00ab er, hvor langt sandsynligheden flytter sig mellem den ' +
      'laveste og h\u00f8jeste tredjedel af et trukket tal, eller ved et scenarie der \u00e6ndrer et fast tal.',
    columns: ['Antagelse', 'V\u00e6rdi eller fordeling', 'Kilde', 'Betyder'],
    drawn: (n) => `${n} tal der tr\u00e6kkes p\u00e5 ny i hvert forl\u00f8b`,
    fixed: (n) => `${n} faste tal og tilf\u00e6ldighedens form`,
    defaults: (n) => `${n} standardv\u00e6rdier`,
    notVaried: 'ikke varieret',
    swing: (s) => `${s} procentpoint`,
    within: 'inden for simuleringsusikkerhed',
    missing: 'Denne version af programmet kan ikke l\u00e6se konfigurationen i filen.',
    conflicts: 'Hvor kilderne er uenige',
    families: {
      constant: 'fast',
      uniform: 'ligefordelt',
      triangular: 'trekant',
      normal: 'normal',
      lognormal: 'lognormal',
      discrete: 'diskret',
      gamma: 'gamma',
      beta: 'beta',
    },
    arguments: { mean: 'middelv\u00e6rdi', low: 'mindst', high: 'h\u00f8jst', sd: 'spredning' },
    assumption: 'antagelse',
    default: 'standard',
  },
  limits: {
    notes: (n) => [
      'Ikke en forudsigelse af, hvad der skete: en prognose ud fra det antagne, s\u00e5 god som antagelserne. ' +
        'De fleste varigheder er antagelser, ikke m\u00e5linger.',
      `Ikke en dom over ${w.site.nogen} ${w.site.one}: det, der ikke vides, tr\u00e6kkes, s\u00e5 tabellen siger ` +
        `noget om ` +
        `grupper snarere end den enkelte.`,
      'Ikke en plan: ingen i simuleringen \u00e6ndrer kurs, n\u00e5r det g\u00e5r d\u00e5rligt, ud over de ' +
        'beskrevne h\u00e5ndtag.',
      `Ikke eksakt: ${n} forl\u00f8b efterlader den simuleringsusikkerhed, der vises som intervaller. Den ` +
        `siger intet om forkerte antagelser.`,
    ],
    kinds: 'To slags usikkerhed',
    error: (half) =>
      `Simuleringsusikkerhed: h\u00f8jst \u00b1${half} procentpoint her; den skrumper med flere forl\u00f8b.`,
    assumptions: (range, what) =>
      `Antagelser: flyttes \u00e9n ad gangen inden for det, der anses for muligt, ligger sandsynligheden for ` +
      `${what} mellem ${range[0]} og ${range[1]}; tilsammen kan de n\u00e5 l\u00e6ngere.`,
    change: 'Hvad der ville \u00e6ndre konklusionen',
    changeItem: (name, low, high, what) =>
      `${name}: ${low} i den mindst gunstige tredjedel eller form, ${high} i den mest gunstige (${what}).`,
    mortem: 'T\u00e6nkt obduktion: hvad forsinkede forl\u00f8b har til f\u00e6lles',
    mortemIntro: (p, what) => `${p} af forl\u00f8bene n\u00e5r ikke ${what}. I dem:`,
    mortemVendor: (k, v) => `i ${k} af 10 kom ${w.site.a} hos ${v} sidst;`,
    mortemCause: (k, c) => `i ${k} af 10 gik de fleste af dens dage til: ${c};`,
    mortemSite: (list) => `oftest sidst: ${list}.`,
    nothingLate: 'Intet forl\u00f8b er forsinket: der er intet at unders\u00f8ge.',
  },
  others: {
    columns: ['Prognose', 'Forl\u00f8b', 'Frist', 'F\u00e6rdig betyder', 'Sandsynlighed', '50 %', '90 %'],
    effective: (n, e) => `${n}, svarer til ${e}`,
  },
  foot: {
    version: 'Program',
    commit: 'Commit',
    seed: 'Fr\u00f8',
    replications: 'Forl\u00f8b i hvert scenarie',
    hash: 'Konfiguration (SHA-256)',
    created: 'Simuleret',
    command: 'Kommando',
    file: 'Fil',
    dataDates: 'Observationer',
    compiler: 'Overs\u00e6ttes af',
    credits: 'Tak til',
    outlines: 'Omrids: react-denmark-map af Martin Polley (MIT-licens).',
    creditText: 'Figurer: Observable Plot og D3 (ISC-licens). Siden er en del af fmksim (GPL-3.0-or-later).',
    from: (a, b) => `${a} til ${b}`,
  },
  announceQuestion: (text) => `Sammenligningerne sp\u00f8rger nu om ${text}.`,
  thirds: { 2: ['lav', 'h\u00f8j'], 3: ['lav', 'midt', 'h\u00f8j'] },
});
