import {
  createConversationClient,
  selectMessages,
  streamMessages,
} from 'react-conversation-stream/core';
import { createRandom } from '../../sim/random.ts';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { createCutFeed, type CutFeed, type Cuts, type Script } from './cutFeed.ts';
import { conversationId, epoch } from './wire.ts';

/** One face of core reading the feed. */
interface Reading {
  /** Ids in the order they stand in. */
  readIds(): readonly string[];
  leave(): void | Promise<void>;
}

export type Face = (feed: CutFeed, clock: VirtualClock) => Reading;

export const pullFace: Face = ({ transport }, clock) => {
  const controller = new AbortController();
  const { signal } = controller;
  const ids: string[] = [];
  const read = async (): Promise<void> => {
    const options = { signal, clock: clock.client, random: createRandom(1).next };
    for await (const { id } of streamMessages(transport, conversationId, options)) ids.push(id);
  };
  const done = read();
  return {
    readIds: () => ids,
    async leave() {
      controller.abort();
      await done;
    },
  };
};

export const pushFace: Face = ({ transport }, clock) => {
  const random = createRandom(1).next;
  const client = createConversationClient({ transport, clock: clock.client, random });
  const conversation = client.conversation(conversationId);
  const release = conversation.connect();
  return {
    readIds: () => selectMessages(conversation.store.getState()).map(({ id }) => id),
    leave: release,
  };
};

/** For every byte of one event: all events cut there, one stream each. */
export function listCutsInside(script: Script): number[][] {
  const starts = [0, ...script.boundaries.slice(0, -1)];
  const longest = Math.max(...script.boundaries.map((end, index) => end - starts[index]!));
  return Array.from({ length: longest }, (_, offset) =>
    starts.flatMap((start, index) =>
      start + offset < script.boundaries[index]! ? [start + offset] : [],
    ),
  );
}

/** Every boundary and the two bytes to either side of it, three events a stream. */
export function listCutsAround({ boundaries, bytes }: Script): number[][] {
  const stride = 3;
  return Array.from({ length: stride }, (_, phase) =>
    boundaries.filter((_end, index) => index % stride === phase),
  ).flatMap((ends) =>
    [-2, -1, 0, 1, 2].map((by) => ends.map((end) => Math.min(end + by, bytes.length))),
  );
}

/** Reads the feed to its end through all cuts, for each list of them. Resolves with what was wrong. */
export async function judgeCuts(
  script: Script,
  lists: readonly (readonly number[])[],
  how: Pick<Cuts, 'ending' | 'chunkSize'>,
  face: Face,
): Promise<string[]> {
  const complaints: string[] = [];
  for (const at of lists) {
    const complaint = await judge(script, { ...how, at }, face);
    if (complaint) complaints.push(`cut at ${at[0]}, ${at[1]} …: ${complaint}`);
    if (complaints.length === 3) break;
  }
  return complaints;
}

async function judge(script: Script, cuts: Cuts, face: Face): Promise<string | undefined> {
  const clock = createVirtualClock(epoch);
  const feed = createCutFeed(script, cuts, clock);
  const reading = face(feed, clock);
  // Each stream needs a back-off (< 10 s) and, where it falls silent, the watchdog (45 s).
  const perStream = cuts.ending === 'silence' ? 55_000 : 10_000;
  const deadline = epoch + (cuts.at.length + 1) * perStream;
  const isDone = (): boolean =>
    feed.cursors.length > cuts.at.length && reading.readIds().length >= script.messages.length;
  while (!isDone() && clock.now() < deadline) await clock.runFor(500);
  await clock.runFor(500);
  const ids = reading.readIds();
  await reading.leave();
  await clock.runFor(0);
  return compare(script, cuts, ids, feed.cursors) ?? countTimers(clock);
}

function compare(
  { messages, boundaries }: Script,
  cuts: Cuts,
  ids: readonly string[],
  cursors: CutFeed['cursors'],
): string | undefined {
  // Before the first event only the time the stream began is known, a second early to be safe.
  const begin = new Date(epoch - 1_000).toISOString();
  const resumed = cuts.at.map(
    (at) => messages[boundaries.findLastIndex((end) => end <= at)]?.id ?? begin,
  );
  const wanted = messages.map(({ id }) => id).join();
  if (ids.join() !== wanted) return `shows ${ids.join()}`;
  const sent = cursors.join();
  const honest = [undefined, ...resumed].join();
  return sent === honest ? undefined : `resumed after ${sent}, not ${honest}`;
}

function countTimers(clock: VirtualClock): string | undefined {
  const left = clock.countClientTimers();
  return left > 0 ? `leaves ${left} timers` : undefined;
}
