import type { ConversationTransport } from '../../../src/core/index.ts';
import { turnFaultKinds } from '../faultKinds.ts';
import type { Shape } from '../shape.ts';
import type { Subject } from '../subject.ts';
import { carryOutTurnFault } from './faultDriver.ts';
import { createTurnScenario } from './schedule.ts';
import { TurnOracle } from './turnOracle.ts';
import { LexeyServer } from './virtualServer.ts';

/** Lexey: each send is answered by deltas; whole history without ids; no resume, no idempotency. */
export const lexeyShape: Shape = {
  name: 'lexey',
  faultKinds: turnFaultKinds,
  createScenario: createTurnScenario,
  carryOut: carryOutTurnFault,
  createJudge: (record, conversationId) => new TurnOracle(record, conversationId),
  createServer: (options) => new LexeyServer(options),
  createTransport: ({ lexey }: Subject, fetch): ConversationTransport =>
    lexey.createLexeyTransport({ baseUrl: 'https://app.example/api/lexey', fetch, scope: 'sim' }),
};
