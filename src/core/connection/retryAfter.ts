/**
 * Seconds a `Retry-After` header asks for: delta-seconds or an HTTP date (RFC 9110 §10.2.3). `undefined`
 * for garbage, the past counts as 0.
 */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  // A date has letters; this keeps "1e3", "-5" and the like from being read as years.
  const time = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1000));
}
