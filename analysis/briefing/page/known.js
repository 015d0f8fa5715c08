/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * known: names that configs/ gives, in both languages. What is not known here is shown as the file says it.
 */
const titles = {
  /* English texts of the configurations -> Danish */
  'FMK in 98 municipalities: the plan of January 2013 with an outside view':
    'FMK i 98 kommuner: planen fra januar 2013, set udefra',
  'FMK in 98 municipalities: what the plan of January 2013 itself implies':
    'FMK i 98 kommuner: hvad planen fra januar 2013 selv siger',
  'technical rollout': 'teknisk udrulning',
  'full use': 'fuld ibrugtagning',
  'organisational, in the municipality': 'organisatorisk, i kommunen',
  'organisational, with the health sector': 'organisatorisk, med sundhedsv\u00e6senet',
  consultants: 'konsulenter',
  'the configuration as it is': 'konfigurationen, som den er',
  'the programme does not push': 'programmet presser ikke p\u00e5',
  'no task force': 'ingen indsatsgruppe',
  'no clean-up agreement with the doctors': 'ingen oprydningsaftale med l\u00e6gerne',
  'hosted sites are upgraded one by one': 'hostede systemer opgraderes \u00e9t ad gangen',
  "the vendors host every site's system": 'leverand\u00f8rerne hoster alle systemer',
  'twice the teams at KMD': 'dobbelt s\u00e5 mange hold hos KMD',
  'two more teams at KMD from September 2014': 'to hold mere hos KMD fra september 2014',
  'all vendors are ready as planned': 'alle leverand\u00f8rer er klar som planlagt',
  'KMD serves in the order of decisions': 'KMD tager dem i beslutningernes r\u00e6kkef\u00f8lge',
  'KMD serves the largest first': 'KMD tager de st\u00f8rste f\u00f8rst',
  'KMD serves region by region': 'KMD tager region for region',
  'the deadline stays mid-2015': 'fristen forbliver midten af 2015',
  'no pause between the two parts': 'ingen pause mellem de to dele',
  'joint training every fortnight': 'f\u00e6lles skoleb\u00e6nk hver anden uge',
  'implementation packages ready at the end of 2013': 'implementeringspakker klar ved udgangen af 2013',
  'no pilot sites': 'ingen pilotkommuner',
  'consultants are never away and never leave': 'konsulenter er aldrig frav\u00e6rende og stopper aldrig',
  'no risk event happens': 'ingen risikoh\u00e6ndelse indtr\u00e6ffer',
  'uptake by imitation across the country': 'ibrugtagning ved efterligning i hele landet',
  "uptake by each site's own experience": 'ibrugtagning ved hver kommunes egen erfaring',
  'uptake driven by the deadline': 'ibrugtagning drevet af fristen',
  "nothing but the staff's capacity holds the uptake back":
    'intet andet end personalets kapacitet bremser ibrugtagningen',
  'no consultants': 'ingen konsulenter',
};

const causes = {
  'late-start': ['late decision to start', 'sen beslutning om start'],
  'planned-start': ['planned start of the wave', 'b\u00f8lgens planlagte start'],
  'vendor-queue': ['waiting in a queue', 'ventetid i k\u00f8'],
  consultant: ['wait for a consultant', 'ventetid p\u00e5 konsulent'],
  unsupported: ['work without support', 'arbejde uden st\u00f8tte'],
  rework: ['rework after a failed test', 'omarbejde efter fejlet test'],
  risk: ['risk events', 'risikoh\u00e6ndelser'],
  'own-work': ['own work', 'eget arbejde'],
  'vendor-not-ready': ['vendor\u2019s version not ready', 'leverand\u00f8rens version ikke klar'],
  training: ['wait for joint training', 'ventetid p\u00e5 f\u00e6lles skoleb\u00e6nk'],
  uptake: ['taking into use', 'ibrugtagning'],
  doctors: ['the doctors\u2019 use of FMK', 'l\u00e6gernes brug af FMK'],
};

const paths = {
  'sites.decision_spread_days': ['spread of the decisions to start', 'spredning i beslutningerne om start'],
  'outside_view.overrun': ['what everything takes longer than planned', 'hvad alt tager l\u00e6ngere end planlagt'],
  'sites.pace.cv': [
    (w) => `spread of the pace among ${w.site.many}`,
    (w) => `spredning i tempo mellem ${w.site.many}`,
  ],
  'sites.exceptions.m101.weight': [
    'Copenhagen\u2019s weight in units of work',
    'K\u00f8benhavns v\u00e6gt i arbejdsenheder',
  ],
  'integration.common_slip_days': ['common slip of the integrations', 'f\u00e6lles forsinkelse af integrationerne'],
  'vendors.avaleo.slip_days': ['Avaleo\u2019s slip', 'Avaleos forsinkelse'],
  'vendors.csc.slip_days': ['CSC\u2019s slip', 'CSC\u2019s forsinkelse'],
  'vendors.kmd.slip_days': ['KMD\u2019s slip', 'KMD\u2019s forsinkelse'],
  'vendors.kmd.versions_behind.mean': ['versions behind at KMD', 'versioner bagud hos KMD'],
  'activities.upgrade.duration.mean': ['days for an upgrade', 'dage til en opgradering'],
  'activities.upgrade.per_version_days': ['days for each version behind', 'dage for hver version bagud'],
  'activities.connection_test.failure': ['failing connection tests', 'forbindelsestest der fejler'],
  'activities.agreements.duration.mean': ['days for the agreements', 'dage til aftalerne'],
  'activities.agreements.duration.cv': ['spread of the agreements\u2019 days', 'spredning i aftalernes dage'],
  'corps.unsupported_factor': ['work without support', 'arbejde uden st\u00f8tte'],
  'corps.share_of_full_time': ['consultants\u2019 share of full time', 'konsulenternes andel af fuld tid'],
  'doctors.midpoint': ['date when half of the doctors use FMK', 'dato hvor halvdelen af l\u00e6gerne bruger FMK'],
  'doctors.scale_days': ['how slowly the doctors come', 'hvor langsomt l\u00e6gerne kommer'],
  'doctors.floor': ['doctors who use FMK from the start', 'l\u00e6ger der bruger FMK fra begyndelsen'],
  'doctors.threshold': ['share of doctors that is needed', 'andel l\u00e6ger der skal til'],
  'doctors.region_shift_days.sd': ['how far the regions are apart', 'hvor langt regionerne er fra hinanden'],
  'doctors.cleanup.gain_days': ['what the clean-up with the doctors gains', 'hvad oprydningen med l\u00e6gerne giver'],
  'uptake.base_week': ['weekly uptake at the start', 'ugentlig ibrugtagning i begyndelsen'],
  'uptake.imitation': ['strength of imitation', 'efterligningens styrke'],
  'uptake.learning': ['strength of learning', 'l\u00e6ringens styrke'],
  'uptake.rush': ['strength of the rush before a deadline', 'styrken af tr\u00e6ngslen f\u00f8r en frist'],
  'uptake.pressure': ['pressure of the deadline', 'fristens pres'],
  'uptake.pressure_days': ['how long a deadline presses', 'hvor l\u00e6nge en frist presser'],
  'uptake.pressure_fade_days': ['how long a passed deadline presses', 'hvor l\u00e6nge en overskredet frist presser'],
  'uptake.untrained': ['pace before the training', 'tempo f\u00f8r undervisningen'],
  'uptake.overdispersion': [
    (w) => `how alike all of ${w.site.a} decide`,
    (w) => `hvor ens alle i ${w.site.a} g\u00f8r`,
  ],
  'uptake.capacity_weeks': ['weeks that the staff needs', 'uger som personalet skal bruge'],
  'uptake.criterion': [
    (w) => `share of the ${w.item.many} that counts as done`,
    (w) => `andel af alle ${w.item.many}, der g\u00e6lder som f\u00e6rdig`,
  ],
  'uptake.moved_belief': ['belief in the moved deadline', 'tiltro til den flyttede frist'],
  'uptake.moved_known': ['date when the move of the deadline is known', 'dato hvor fristens flytning er kendt'],
  'push.factor': ['what the programme\u2019s push does', 'hvad programmets pres g\u00f8r'],
  'swat.factor': ['what the task force does', 'hvad indsatsgruppen g\u00f8r'],
  'risks.central_service.probability': ['risk: central service', 'risiko: central tjeneste'],
  'risks.kmd_defect.probability': ['risk: fault at KMD', 'risiko: fejl hos KMD'],
  'risks.hovedstaden_hospitals.probability': ['risk: Hovedstaden\u2019s hospitals', 'risiko: Hovedstadens hospitaler'],
  'packages.late_factor': ['work before the packages', 'arbejde f\u00f8r pakkerne'],
  'packages.ready': ['date when the packages are ready', 'dato hvor pakkerne er klar'],
  'corps.consultants': ['consultants in the corps', 'konsulenter i korpset'],
  'vendors.kmd.teams': ['teams at KMD', 'hold hos KMD'],
  'vendors.kmd.order': ['order of service at KMD', 'r\u00e6kkef\u00f8lge hos KMD'],
  'uptake.form': ['form of the uptake', 'ibrugtagningens form'],
  'push.enabled': ['the programme pushes', 'programmet presser p\u00e5'],
  'swat.teams': ['teams of the task force', 'hold i indsatsgruppen'],
  'doctors.cleanup.enabled': ['clean-up agreement with the doctors', 'oprydningsaftale med l\u00e6gerne'],
  'sites.hosted': ['share of hosted sites', 'andel af hostede systemer'],
  'uptake.moved_deadline': ['the deadline in force', 'den g\u00e6ldende frist'],
  'activities.pause.probability': ['share that pauses between the parts', 'andel der holder pause mellem delene'],
  'sessions.every_days': ['days between joint trainings', 'dage mellem f\u00e6lles undervisning'],
};

/* what settings that are words may say */
const values = {
  capacity: ['capacity', 'kapacitet'],
  bass: ['imitation', 'efterligning'],
  learning: ['own experience', 'egen erfaring'],
  'deadline-rush': ['rush before the deadline', 'tr\u00e6ngsel f\u00f8r fristen'],
  drawn: ['drawn', 'trukket'],
};

const units = {
  en: { 1: '', share: '', date: '' },
  da: {
    1: '',
    share: '',
    date: '',
    days: 'dage',
    teams: 'hold',
    'person-years': '\u00e5rsv\u00e6rk',
    'working days': 'arbejdsdage',
    '1/week': 'pr. uge',
    'ISO week': 'ISO-uge',
  },
};

const pick = (pair, lang) => pair?.[lang === 'da' ? 1 : 0];
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/* words: what nouns() gives in the language. */
export function known(lang, words) {
  const own = { sites: words.site.many, cards: words.item.many, items: words.item.many };
  const nameOf = (path) => {
    const name = pick(paths[path], lang);
    return typeof name === 'function' ? name(words) : name;
  };
  /* What has no name here is told in words that a line can break between. */
  const wordsOf = (path) => nameOf(path) ?? path.replace(/[._]/g, ' ');
  /* corps-7: "consultants in the corps: 7" */
  const sweep = (set, scenario) => {
    const [path, value] = set.length === 1 ? set[0].split('=') : [];
    return path && (scenario.title === scenario.name || scenario.title === `${path} = ${value}`)
      ? `${wordsOf(path)}: ${pick(values[value], lang) ?? value}`
      : null;
  };
  const waiting = (text) => (lang === 'da' ? text.replace(/^waiting for /, 'ventetid p\u00e5 ') : text);
  const title = (text) => (lang === 'da' ? (titles[text] ?? text) : text);
  return {
    title,
    milestone: (one) => title(one?.title || one?.name || ''),
    /* Within a sentence: what is not known here may be no noun. */
    stage: (one) => {
      const text = one?.title || one?.name || '';
      if (!text || text in titles) return title(text);
      return lang === 'da' ? `\u00bb${text}\u00ab` : `\u201c${text}\u201d`;
    },
    capital,
    scenario: (data, scenario) =>
      sweep(data.configuration.sets?.[scenario.name] ?? [], scenario) ?? title(scenario.title || scenario.name),
    choice: (one) => sweep(one.sets, one) ?? title(one.title || one.name),
    cause: (cause) => pick(causes[cause.name], lang) ?? waiting(cause.title || cause.name),
    path: wordsOf,
    isKnown: (path) => path in paths,
    value: (text) => pick(values[text], lang) ?? text,
    unit: (unit) => own[unit] ?? units[lang][unit] ?? unit,
  };
}
