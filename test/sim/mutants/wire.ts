import { plantOne, type Mutant } from './mutant.ts';

const feed = 'transports/bimpe/openBimpeFeed.ts';

export const wireMutants: readonly Mutant[] = [
  {
    name: 'cursor-at-the-id-line',
    bug: 'The cursor moves when an id is read, not when its event is whole.',
    edits: [
      {
        file: 'core/connection/readEventStream.ts',
        search: '    parser.feed(part);',
        replace: `    parser.feed(part);
    const open = part.split(/\\r\\n\\r\\n|\\n\\n|\\r\\r/).at(-1) ?? '';
    const early = /^id: ?(.+)$/m.exec(open.replaceAll('\\r', '\\n'))?.[1];
    if (early) events.push({ type: 'early', data: '', lastEventId: early });`,
      },
      {
        file: feed,
        search: "  if (type === 'heartbeat') return;",
        replace: `  if (type === 'heartbeat') return;
  if (type === 'early') return void events.push({ type: 'cursor', cursor: lastEventId });`,
      },
    ],
  },
  plantOne(
    'cursor-past-garbage',
    'The cursor moves past an event that could not be read.',
    feed,
    '    // Skipped without moving the cursor; history tells what it was.',
    "    events.push({ type: 'cursor', cursor: lastEventId });",
  ),
  plantOne(
    'cursor-of-a-stranger',
    'A message of another conversation moves the cursor.',
    feed,
    "if (message.conversationId === conversationId) events.push({ type: 'cursor', cursor });",
    "events.push({ type: 'cursor', cursor });",
  ),
  plantOne(
    'cursor-of-any-event',
    'Events of an unknown kind move the cursor.',
    feed,
    "    events.push({ type: 'diagnostic', code: 'unknown_event', detail: type });",
    "    if (lastEventId) events.push({ type: 'cursor', cursor: lastEventId });",
  ),
  {
    name: 'ticket-reuse',
    bug: 'A ticket is kept for the next attempt.',
    edits: [
      {
        file: feed,
        search: '  const { ticket } = await request.getTicket();',
        replace: '  const { ticket } = (held ??= await request.getTicket());',
      },
      {
        file: feed,
        search: 'interface BimpeFeedRequest {',
        replace: 'let held: BimpeTicket | undefined;\n\ninterface BimpeFeedRequest {',
      },
    ],
  },
  plantOne(
    'page-backwards',
    'A page is taken in the order of the wire, newest first.',
    'transports/bimpe/createBimpeTransport.ts',
    'messages: messages.toReversed(),',
    'messages,',
  ),
];
