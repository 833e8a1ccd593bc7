'use client';
import { useContext, useMemo, type ReactElement, type ReactNode } from 'react';
import type { Labels } from './labels.ts';
import { SettingsContext, type UiSettings } from './SettingsContext.ts';

export interface SettingsProps {
  /** Strings to replace, spoken ones included. Keep the object stable. */
  readonly labels?: Partial<Labels> | undefined;
  /** BCP 47, e.g. `de-AT`. Default, also for one that `Intl` does not know: the browser's. */
  readonly locale?: string | undefined;
  /** IANA name, e.g. `Africa/Lagos`. Default, also for one that `Intl` does not know: the browser's. */
  readonly timeZone?: string | undefined;
  /** Level of the heading each message has. Default 3. */
  readonly headingLevel?: UiSettings['headingLevel'] | undefined;
}

/** Passes settings to the parts below; what is not given comes from further up. */
export function SettingsProvider({
  labels,
  locale,
  timeZone,
  headingLevel,
  children,
}: SettingsProps & { readonly children?: ReactNode }): ReactElement {
  const above = useContext(SettingsContext);
  const settings = useMemo(
    () => ({
      labels: labels === undefined ? above.labels : { ...above.labels, ...labels },
      locale: (isKnown(locale) && locale) || above.locale,
      timeZone: (isKnown(undefined, timeZone) && timeZone) || above.timeZone,
      headingLevel: headingLevel ?? above.headingLevel,
    }),
    [above, labels, locale, timeZone, headingLevel],
  );
  return <SettingsContext.Provider value={settings}>{children}</SettingsContext.Provider>;
}

/** Often they come from an account's profile: for a word like `en_US` or `Kyiv` no conversation may be lost. */
function isKnown(locale: string | undefined, timeZone?: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat(locale, { timeZone }));
  } catch {
    return false;
  }
}
