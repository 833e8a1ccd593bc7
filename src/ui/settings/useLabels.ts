'use client';
import { useContext } from 'react';
import type { Labels } from './labels.ts';
import { SettingsContext } from './SettingsContext.ts';

/** The strings of the nearest settings. */
export function useLabels(): Labels {
  return useContext(SettingsContext).labels;
}
