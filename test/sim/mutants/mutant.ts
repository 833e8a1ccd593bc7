/** A planted bug: a few edits of `src`. */
export interface Mutant {
  readonly name: string;
  /** What is wrong then, in a sentence. */
  readonly bug: string;
  /** Where it is looked for. Default: BimpeAI's. */
  readonly shapes?: readonly string[];
  readonly edits: readonly Edit[];
}

export interface Edit {
  /** Below `src`. */
  readonly file: string;
  /** Occurs exactly once; otherwise the patch is out of date, which is an error. */
  readonly search: string;
  readonly replace: string;
}

/** A bug of one edit. */
export function plantOne(
  name: string,
  bug: string,
  file: string,
  search: string,
  replace: string,
): Mutant {
  return { name, bug, edits: [{ file, search, replace }] };
}
