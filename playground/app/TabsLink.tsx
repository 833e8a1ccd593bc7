import { useTabs } from './useTabs.ts';

/** Joins this tab with others on the same conversation. Shows nothing. */
export function TabsLink(): null {
  useTabs();
  return null;
}
