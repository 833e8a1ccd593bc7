import { plantOne, type Mutant } from './mutant.ts';

const transcript = 'core/transcript/transcript.ts';

export const transcriptMutants: readonly Mutant[] = [
  plantOne(
    'older-history-wins',
    'A page requested before an event overwrites it.',
    transcript,
    'return versions < 0 || (versions === 0 && asOf < entry.asOf);',
    'return versions < 0;',
  ),
  plantOne(
    'edits-ignored',
    'A known id on the feed is a duplicate, whatever it says.',
    transcript,
    'this.updateFrom(entry, message, this.tick(), true);',
    '',
  ),
  plantOne(
    'resurrection',
    'Nothing remembers what was removed.',
    transcript,
    'this.#unlisted.bury(id, this.tick());',
    '',
  ),
  plantOne(
    'duplicates-appended',
    'Whatever the feed brings is a new row.',
    transcript,
    'return this.#applyEdit(known, message);',
    '',
  ),
  plantOne(
    'order-by-arrival',
    'Rows stand in the order in which they came.',
    'core/transcript/entry.ts',
    'order: getOrder(message),',
    'order: message.sequence ?? 0,',
  ),
  plantOne(
    'ties-by-arrival',
    'Equal times are never put in the order the server lists them in.',
    transcript,
    'if (reorderTies(this.entries, this.holes, run, listed, brought))',
    'if (run.items.length < 0)',
  ),
  plantOne(
    'shown-across-a-stretch',
    'An old message that is edited appears above rows that were never loaded.',
    transcript,
    'if (this.holes.isAcrossUnloaded(getOrder(message)))\n      this.#unlisted.setAside(message, this.tick());\n    else this',
    'this',
  ),
  plantOne(
    'edit-of-an-unloaded-row-lost',
    'An edit that overtakes the page with its row is dropped.',
    transcript,
    "if (aside && aside.asOf > asOf) return this.insertNew(aside.message, aside.asOf, 'page');",
    '',
  ),
];
