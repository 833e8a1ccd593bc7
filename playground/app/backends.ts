import type { Backend } from './backends/backend.ts';
import { bimpe } from './backends/bimpe.ts';
import { byo } from './backends/byo.ts';
import { expys } from './backends/expys.ts';
import { letta } from './backends/letta.ts';
import { lexey } from './backends/lexey.ts';

/** Every backend the switch offers, the first by default; shown when the dev server runs it. */
export const backends: readonly Backend[] = [bimpe, expys, lexey, letta, byo];
