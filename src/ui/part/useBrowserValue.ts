'use client';
import { useSyncExternalStore } from 'react';

/** What only the browser knows, read whenever the component renders; `fallback` on a server and while hydrating. */
export function useBrowserValue<Value>(read: () => Value, fallback: Value): Value {
  return useSyncExternalStore(subscribeNever, read, () => fallback);
}

function subscribeNever(): () => void {
  return () => {};
}
