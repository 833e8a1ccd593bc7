'use client';
import { useEffect } from 'react';
import { useScrollState } from '../scroll/useScrollState.ts';
import { usePassiveConversation } from '../usePassive.ts';

/** While the reader is away from the end no row is evicted under their eyes (DESIGN §5.11). */
export function HoldWhileReading(): null {
  const { holdMessages } = usePassiveConversation();
  const isReading = useScrollState().mode !== 'follow';
  useEffect(() => (isReading ? holdMessages() : undefined), [isReading, holdMessages]);
  return null;
}
