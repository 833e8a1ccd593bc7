'use client';
import { useEffect, useLayoutEffect } from 'react';

/** `useLayoutEffect`, of which a server, where nothing is laid out, need not be warned. */
export const useBeforePaint: typeof useLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect;
