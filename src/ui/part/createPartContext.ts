'use client';
import { createContext, useContext, type Context } from 'react';

export interface PartContext<Value> {
  readonly Context: Context<Value | undefined>;
  /** What the root of a part provides. Throws outside of it, naming both. */
  readonly useRoot: (part: string) => Value;
  /** The same for a part that can do without: `value` is what it read from `Context`. */
  readonly require: (value: Value | undefined, part: string) => Value;
}

/** The tie between a root and its parts. `root` and `gives` are words for the error of a part without one. */
export function createPartContext<Value>(root: string, gives: string): PartContext<Value> {
  const Context = createContext<Value | undefined>(undefined);
  const require = (value: Value | undefined, part: string): Value => {
    if (value !== undefined) return value;
    throw new Error(
      `<${part}> is not inside a <${root}>, so it has no ${gives}. Put it between <${root}> and </${root}>.`,
    );
  };
  return { Context, require, useRoot: (part) => require(useContext(Context), part) };
}
