'use client';
import { useEffect, useState } from 'react';

/** True once `isOn` has stayed true for `delay` ms; false as soon as it is not. */
export function useIsSustained(isOn: boolean, delay: number): boolean {
  const [isSustained, setIsSustained] = useState(false);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setIsSustained(true), delay);
    return () => {
      clearTimeout(timer);
      setIsSustained(false);
    };
  }, [isOn, delay]);
  return isOn && isSustained;
}
