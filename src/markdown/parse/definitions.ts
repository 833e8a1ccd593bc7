/** What a `[label]: address "title"` says. */
export interface Definition {
  readonly href: string;
  readonly title: string;
}

/** By normalised label, without a prototype; lookups go on in the prototype given at creation. */
export type Definitions = Record<string, Definition | undefined>;
