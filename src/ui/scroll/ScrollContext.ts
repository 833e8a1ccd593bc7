'use client';
import { createContext, type Context } from 'react';
import { createScrollHost, type ScrollHost } from './createScrollHost.ts';

/** The nearest transcript's. Outside one: a host that nothing ever scrolls. */
export const ScrollContext: Context<ScrollHost> = createContext<ScrollHost>(createScrollHost());
