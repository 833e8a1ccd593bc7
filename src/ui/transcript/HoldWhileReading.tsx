'use client';
import { useEffect } from 'react';
import { useConversation } from '../../react/index.ts';
import { useScrollState } from '../scroll/useScrollState.ts';

/** While the reader is away from the end no row is evicted under their eyes (DESIGN §5.11). */
export function HoldWhileReading(): null {
  const { holdMessages } = useConversation(undefined, { enabled: false });
  const isReading = useScrollState().mode !== 'follow';
  useEffect(() => (isReading ? holdMessages() : undefined), [isReading, holdMessages]);
  return null;
}
