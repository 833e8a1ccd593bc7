import type { ConversationTransport } from '../../../src/core/index.ts';
import { runFaultKinds } from '../faultKinds.ts';
import type { Shape } from '../shape.ts';
import type { Subject } from '../subject.ts';
import { carryOutRunFault } from './faultDriver.ts';
import { RunOracle } from './runOracle.ts';
import { createRunScenario } from './schedule.ts';
import { agentId, conversationIds, LettaServer } from './virtualServer.ts';

/** Letta: each send starts a run, logged with numbers, resumable; rows of several parts; history by cursor. */
export const lettaShape: Shape = {
  name: 'letta',
  conversationIds,
  faultKinds: runFaultKinds,
  createScenario: createRunScenario,
  carryOut: carryOutRunFault,
  createJudge: (record, conversationId) => new RunOracle(record, conversationId),
  createServer: (options) => new LettaServer(options),
  createTransport: ({ letta }: Subject, fetch, { clock }): ConversationTransport =>
    letta.createLettaTransport({
      baseUrl: 'https://app.example/api/letta',
      agentId,
      fetch,
      clock,
      scope: 'sim',
    }),
};
