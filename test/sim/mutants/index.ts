import { expysMutants } from '../expys/mutants.ts';
import { lettaMutants } from '../letta/mutants.ts';
import { lexeyMutants } from '../lexey/mutants.ts';
import { connectionMutants } from './connection.ts';
import { historyMutants } from './history.ts';
import type { Mutant } from './mutant.ts';
import { seamMutants } from './seam.ts';
import { sendMutants } from './sends.ts';
import { transcriptMutants } from './transcript.ts';
import { wireMutants } from './wire.ts';

export const mutants: readonly Mutant[] = [
  ...connectionMutants,
  ...expysMutants,
  ...historyMutants,
  ...lettaMutants,
  ...lexeyMutants,
  ...seamMutants,
  ...sendMutants,
  ...transcriptMutants,
  ...wireMutants,
];
