'use client';
import { useState } from 'react';

/** The same object as before as long as its values are the same, however often it is written anew. */
export function useStable<Value extends object>(value: Value): Value {
  const [stable, setStable] = useState(value);
  if (isSame(stable, value)) return stable;
  setStable(value);
  return value;
}

/** One level deep for `components` and `labels`, which are often written in place. */
function isSame(a: object, b: object, depth = 1): boolean {
  const keys = Object.keys(a) as (keyof typeof a)[];
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.is(a[key], b[key]) || (depth > 0 && isSameObject(a[key], b[key])))
  );
}

const isSameObject = (a: unknown, b: unknown): boolean =>
  typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && isSame(a, b, 0);
