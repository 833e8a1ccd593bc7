'use client';
import { createContext, type Context } from 'react';
import type { ConversationClient } from '../core/index.ts';

/** The client of the nearest `ConversationProvider`. */
export const ClientContext: Context<ConversationClient | null> =
  createContext<ConversationClient | null>(null);
