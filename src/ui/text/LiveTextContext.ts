'use client';
import { createContext, type Context } from 'react';
import type { Conversation } from '../../react/index.ts';

/**
 * The conversation whose rows leave growing text to those who show it; `null` where rows render for each
 * publish, and a text is what its props say.
 */
export const LiveTextContext: Context<Conversation | null> = createContext<Conversation | null>(
  null,
);
