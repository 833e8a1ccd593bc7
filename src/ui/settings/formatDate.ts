import type { Labels } from './labels.ts';
import type { Dates } from './useDates.ts';

const furthest = 8.64e15;
const day = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** For `<time dateTime>`. `undefined` for a time no calendar has (the wire is not trusted). */
export function formatIso(time: number): string | undefined {
  return isTime(time) ? new Date(time).toISOString() : undefined;
}

/** Hours and minutes. */
export function formatTime(time: number, dates: Dates): string {
  return format(time, dates, { hour: 'numeric', minute: '2-digit' });
}

/** The calendar day, the same string for all times of one day: what groups rows. */
export function formatDay(time: number, dates: Dates): string {
  return format(time, dates, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });
}

/** "Today", "Yesterday", else the date. */
export function formatRelativeDay(time: number, dates: Dates, labels: Labels): string {
  const text = formatDay(time, dates);
  if (dates.now === undefined) return text;
  if (text === formatDay(dates.now, dates)) return labels.today;
  return text === formatDay(dates.now - day, dates) ? labels.yesterday : text;
}

function isTime(time: number): boolean {
  return Math.abs(time) <= furthest;
}

function format(time: number, dates: Dates, options: Intl.DateTimeFormatOptions): string {
  if (!isTime(time)) return '';
  const { locale, timeZone } = dates;
  const key = JSON.stringify([locale, timeZone, options]);
  let formatter = formats.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    formats.set(key, formatter);
  }
  return formatter.format(time);
}
