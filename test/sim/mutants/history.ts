import { plantOne, type Mutant } from './mutant.ts';

export const historyMutants: readonly Mutant[] = [
  plantOne(
    'page-drift-ignored',
    'Pages of a numbered history are joined although they do not overlap.',
    'core/transcript/run.ts',
    'if (rest.length === run.items.length) return undefined;',
    '',
  ),
  {
    name: 'drift-deletes',
    bug: 'Pages that do not overlap are joined, and what one such pass did not list is removed.',
    edits: [
      {
        file: 'core/transcript/run.ts',
        search: 'if (rest.length === run.items.length) return undefined;',
        replace: '',
      },
      {
        file: 'core/conversation/createReconciler.ts',
        search: 'const isDoubtful = isNumbered || !run.items[0];',
        replace: 'const isDoubtful = !run.items[0];',
      },
    ],
  },
  plantOne(
    'nothing-deletes',
    'Removed messages stay.',
    'core/transcript/findAbsent.ts',
    'if (isInside && !ids.has(entry.message.id)) absent.push(entry.message.id);',
    '',
  ),
  plantOne(
    'gap-unsaid',
    'When ten pages did not meet what is known, the rest is taken to be there.',
    'core/conversation/createReconciler.ts',
    'if (!proof.isWantedAgain) transcript.holes.giveUp();',
    'transcript.holes.closeWithin(transcript.oldest, transcript.newest);',
  ),
  plantOne(
    'proof-closes-everything',
    'A proof closes every hole, whether its pages met it or not.',
    'core/transcript/holes.ts',
    'if (run.isNewest && run.isProof) this.#closeAfter(last, run.asOf);',
    `if (run.isNewest && run.isProof) {
      this.#closeAfter(last, run.asOf);
      this.closeWithin(this.#entries.first, this.#entries.last);
    }`,
  ),
  plantOne(
    'no-idle-reread',
    'Older rows are never read again.',
    'core/conversation/rereadOlder.ts',
    'if (!proven.hasOlder || hasReached(proven, transcript.oldest)) return;',
    'if (access) return;',
  ),
];
