'use client';
import { createContext, type Context } from 'react';
import type { TranscriptComponents } from './components.ts';

/** The parts that were replaced for everything below. */
export const ComponentsContext: Context<Partial<TranscriptComponents>> = createContext<
  Partial<TranscriptComponents>
>({});
