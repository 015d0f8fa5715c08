/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * format: numbers and dates in each language's form, never sharper than their error.
 */
const LOCALE = { da: 'da-DK', en: 'en-GB' };
const NARROW = '\u202f';

export const date = (day) => new Date(day * 864e5);

const parts = {
  /* a third of a month */
  en: ['early', 'mid-', 'late'],
  da: ['begyndelsen af', 'midten af', 'slutningen af'],
};

export function formatter(lang) {
  const locale = LOCALE[lang];
  const dates = (options) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const two = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const long = dates({ day: 'numeric', month: 'long', year: 'numeric' });
  const short = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const digits = dates({ day: '2-digit', month: '2-digit', year: '2-digit' });
  const month = dates({ month: 'long', year: 'numeric' });
  const minus = (text) => text.replace('-', '\u2212');
  const f = { lang };

  f.whole = (x) => minus(number.format(x));
  f.number = (x) => minus(Math.abs(x) >= 1000 ? number.format(x) : decimals.format(x));
  f.decimal = (x) => minus(one.format(x));
  f.fine = (x) => minus(two.format(x));
  const whole = (text) => text.replace(/ /g, '\u00a0'); /* a date does not break across lines */
  f.long = (day) => whole(long.format(date(day)));
  f.short = (day) => whole(short.format(date(day)));
  f.digits = (day) => digits.format(date(day));
  f.month = (day) => whole(month.format(date(day)));
  f.tickMonth = (d) => dates({ month: 'short' }).format(d).replace('.', '');
  f.year = (d) => String(d.getUTCFullYear());

  /* A day whose interval is [low, high]: to the day, the third of a month or the month. */
  f.rough = (day, low, high) => {
    if (day === null) return null;
    const width = low === null || high === null ? Infinity : high - low;
    if (width <= 3) return f.long(day);
    if (width > 21) return f.month(day);
    const third = Math.min(2, Math.floor((date(day).getUTCDate() - 1) / 10));
    const word = parts[lang][third];
    return word.endsWith('-') ? `${word}${f.month(day)}` : `${word} ${f.month(day)}`;
  };
  f.span = (low, high) =>
    low === null || high === null
      ? null
      : low === high
        ? f.short(low)
        : whole(short.formatRange(date(low), date(high)).replace(/[\s\u2009]*\u2013[\s\u2009]*/, '\u2013'));

  /* Shares as percent: whole ones, since simulation leaves half a point at best. */
  f.percent = (p) => {
    if (p === null || p === undefined) return '\u2013';
    if (p === 0 || p === 1) return `${100 * p}${NARROW}%`; /* none and all are no rounding */
    if (p < 0.005) return `<${NARROW}1${NARROW}%`;
    if (p > 0.995) return `>${NARROW}99${NARROW}%`;
    return `${Math.round(100 * p)}${NARROW}%`;
  };
  /* An interval of a share; where it is narrow its ends carry one decimal. */
  f.percents = (low, high) => {
    const form = high - low < 0.002 ? f.fine : high - low < 0.015 ? f.decimal : f.whole;
    const a = form(100 * low),
      b = form(100 * high);
    return a === b ? `${a}${NARROW}%` : `${a}\u2013${b}${NARROW}%`;
  };
  /* A difference of shares in points, with its sign; one decimal where the interval is narrow. */
  f.points = (x, narrow = Math.abs(100 * x) < 0.95) => {
    const r = narrow ? Math.round(1000 * x) / 10 : Math.round(100 * x);
    return `${r > 0 ? '+' : ''}${f.decimal(r + 0)}`;
  };
  f.days = (x) => {
    const r = Math.abs(x) < 1 ? Math.round(10 * x) / 10 : Math.round(x);
    return `${r > 0 ? '+' : ''}${f.decimal(r + 0)}`;
  };
  return f;
}
