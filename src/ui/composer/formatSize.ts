const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Bytes to read: `340 kB`, `1.2 MB`. */
export function formatSize(bytes: number, locale?: string): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power]!,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1_000 ** power);
}
