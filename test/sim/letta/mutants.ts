import { plantOne, type Mutant } from '../mutants/mutant.ts';

const folder = 'transports/letta';
const run = `${folder}/createLettaRun.ts`;
const reducer = `${folder}/createLettaReducer.ts`;
const transport = `${folder}/createLettaTransport.ts`;
const history = `${folder}/lettaHistory.ts`;
const rows = `${folder}/readLettaHistory.ts`;

const bugs: readonly Mutant[] = [
  plantOne(
    'merge-by-id',
    'Parts that share an id are one.',
    reducer,
    'const key = otid || !row.last.startsWith(type) ? type + (otid || row.parts.size) : row.last;',
    'const key = row.last || type + otid;',
  ),
  plantOne(
    'ping-moves-cursor',
    'A keep-alive is a place to resume from.',
    run,
    'else cursor ??= id && `0:${id}`;',
    'else cursor = id && `${number}:${id}`;',
  ),
  {
    name: 'resume-doubles-text',
    bug: 'A run is told from its beginning again, and that is taken for what comes next.',
    edits: [
      {
        file: transport,
        search: 'starting_after: known ? Number(seq) : 0,',
        replace: 'starting_after: 0,',
      },
      { file: run, search: 'if (seen.has(mark)) return false;', replace: '' },
    ],
  },
  plantOne(
    'repeat-doubled',
    'A number told twice is said twice.',
    run,
    'if (seen.has(mark)) return false;',
    '',
  ),
  plantOne(
    'return-by-position',
    'What a tool returned goes to the last call that waits.',
    reducer,
    'const tool = tools.get(id) ?? findKnown(id);',
    'const tool = [...tools.values()].findLast((one) => !one.result);',
  ),
  plantOne(
    'answer-goes-twice',
    'An answer whose request failed is given once more by itself.',
    transport,
    'return start(conversationId, () => createAnswerInput(answers, otid), otid, signal, forget);',
    `const again = () =>
        start(conversationId, () => createAnswerInput(answers, otid), otid, signal, forget);
      return (async function* () {
        try {
          yield* again();
        } catch {
          yield* again();
        }
      })();`,
  ),
  plantOne(
    'answer-otid-renewed',
    'An answer given again is a new one to the server.',
    transport,
    'const otid = `approval-${answers.map(({ toolCallId }) => toolCallId).join()}`;',
    'const otid = crypto.randomUUID();',
  ),
  plantOne(
    'denial-is-approval',
    'No is told as yes.',
    `${folder}/lettaInput.ts`,
    'approve: isApproved,',
    'approve: true,',
  ),
  plantOne(
    'refusal-is-taken',
    'A message that is refused while an approval waits is shown as sent.',
    run,
    "if (reducer.rows.size > 0 || !text.startsWith('CONFLICT')) return end('error', text);",
    "if (text !== '') return end('error', text);",
  ),
  plantOne(
    'done-required',
    'A run that said why it stops goes on until [DONE].',
    run,
    'if (!reason) throw createCut();',
    'throw createCut();',
  ),
  plantOne(
    'error-needs-done',
    'An error does not end a run by itself.',
    run,
    "if (type === 'error' || kind === 'error_message') return fail(readErrorText(item));",
    "if (type === 'error' || kind === 'error_message') return;",
  ),
  plantOne(
    'stop-hangs-up-only',
    'Stop does not cancel on the server.',
    transport,
    'const path = getPath(conversationId, `cancel?${query}`);',
    'const path = getPath(conversationId, `cancel?${query}`);\n      if (path) return;',
  ),
  plantOne(
    'stop-goes-on',
    'What was stopped is followed all the same.',
    'core/conversation/createTurns.ts',
    '      turn.running.clear();\n      turn.controller.abort();\n',
    '      turn.running.clear();\n',
  ),
  plantOne(
    'hangs-on-pings',
    'Keep-alives without end are waited for.',
    run,
    'if (pings >= (isResumed ? 1 : maxPings) && id)',
    'if (pings < 0)',
  ),
  plantOne(
    'waits-for-the-close',
    'After its end a stream is held until the server closes it.',
    run,
    'next ??= reason ? nextInTime(clock, stream) : stream.next();',
    'next ??= stream.next();',
  ),
  plantOne(
    'trim-unsaid',
    'A log that lost its beginning is taken for whole.',
    run,
    "if (isResumed && Number(seq) > told + 1) complain('skipped_event', mark);",
    '',
  ),
  plantOne(
    'garbage-ignored',
    'A chunk that cannot be read is nothing.',
    run,
    "if (!kind) return complain('malformed_event', data);",
    'if (!kind) return;',
  ),
  plantOne(
    'cut-is-complete',
    'The end of the connection is the end of the run.',
    run,
    'if (!reason) throw createCut();',
    "reason ??= 'end_turn';",
  ),
  plantOne(
    'failure-is-complete',
    'A run that failed is shown as done.',
    run,
    "if (reducer.end({ status: 'error', error })) return;",
    "if (reducer.end({ status: 'complete' })) return;",
  ),
  plantOne(
    'nobody-attaches',
    'A run that goes on is not looked for.',
    transport,
    "const path = getPath(conversationId, 'stream');",
    "const path = getPath(conversationId, 'stream');\n      if (after === '') return;",
  ),
  plantOne(
    'no-fallback',
    'A server without a log gets nothing to do.',
    transport,
    'if (!background || !lacksBackground(error)) {',
    'if (error) {',
  ),
  {
    name: 'foreground-resent',
    bug: 'Without a log, a send is repeated as if the server knew it again.',
    edits: [
      { file: transport, search: '        return isBackground;', replace: '        return true;' },
      {
        file: `${folder}/lettaRefusal.ts`,
        search: 'return isRepeatable || isClear || isDraining ? error',
        replace: 'return error ? error',
      },
    ],
  },
  plantOne(
    'otid-renewed',
    'A repeated send is a new one to the server.',
    transport,
    'createUserInput(message, idempotencyKey), idempotencyKey, signal',
    'createUserInput(message, crypto.randomUUID()), idempotencyKey, signal',
  ),
  plantOne(
    'page-as-listed',
    'A page is taken in the order of the wire.',
    rows,
    'return difference > 0 || (difference === 0 && isDescending) ? rows.toReversed() : rows;',
    'return rows;',
  ),
  plantOne(
    'one-meaning-of-before',
    'Pages are asked for in one direction, whatever the server means by it.',
    history,
    '{ auto: undefined, chronological',
    "{ auto: 'before', chronological",
  ),
  plantOne(
    'return-lost-between-pages',
    'A return whose call is on the page before is dropped.',
    rows,
    'if (missed > 0 && isAnswer && start === index) start += 1;',
    'if (missed > 0 && isAnswer) continue;',
  ),
];

export const lettaMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, shapes: ['letta'] }));
