import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The code under test, by its public doors. */
export interface Subject {
  readonly core: Pick<
    typeof import('../../src/core/index.ts'),
    'createConversationClient' | 'createMemoryHistory' | 'selectMessages'
  >;
  readonly bimpe: Pick<
    typeof import('../../src/transports/bimpe/index.ts'),
    'createBimpeTransport'
  >;
  readonly expys: Pick<
    typeof import('../../src/transports/expys/index.ts'),
    'createExpysTransport'
  >;
  readonly lexey: Pick<
    typeof import('../../src/transports/lexey/index.ts'),
    'createLexeyTransport'
  >;
  readonly letta: Pick<
    typeof import('../../src/transports/letta/index.ts'),
    'createLettaTransport'
  >;
}

/** Of this `src`, or of a copy of it in another folder, which has a bug planted in it. */
export async function loadSubject(source?: string): Promise<Subject> {
  const [core, bimpe, expys, lexey, letta] = await Promise.all(
    source === undefined
      ? [
          import('../../src/core/index.ts'),
          import('../../src/transports/bimpe/index.ts'),
          import('../../src/transports/expys/index.ts'),
          import('../../src/transports/lexey/index.ts'),
          import('../../src/transports/letta/index.ts'),
        ]
      : [
          load(source, 'core/index.ts'),
          load(source, 'transports/bimpe/index.ts'),
          load(source, 'transports/expys/index.ts'),
          load(source, 'transports/lexey/index.ts'),
          load(source, 'transports/letta/index.ts'),
        ],
  );
  return { core, bimpe, expys, lexey, letta } as Subject;
}

function load(source: string, door: string): Promise<unknown> {
  return import(pathToFileURL(resolve(source, door)).href);
}
