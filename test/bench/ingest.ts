import { createRunItems, type Run } from '../../src/core/transcript/run.ts';
import { Transcript } from '../../src/core/transcript/transcript.ts';
import { timeOnce } from './measure.ts';
import { createMessage, createMessages } from './messages.ts';
import { check, note, printRow, printTitle } from './report.ts';

const total = 100_000;
const pageSize = 50;
/** Messages a page shares with the one above it. */
const overlap = 2;
/** Live events after each page: new ones, edits of recent ones, replays of known ones. */
const liveEvents = 5;

interface Rate {
  /** Messages told, duplicates and late events included. */
  readonly told: number;
  readonly duration: number;
}

/** Pages from the newest end down, each overlapping the one above it, live events in between. */
class Ingest {
  readonly transcript = new Transcript(() => false);
  private readonly messages = createMessages(total);
  private end = total;
  private arrived = 0;

  constructor() {
    this.transcript.holes.openFeed(false);
  }

  get isDone(): boolean {
    return this.end <= 0;
  }

  /** One page and the live events after it. Returns how many messages were told. */
  step(): number {
    const start = Math.max(0, this.end - pageSize);
    const page = this.messages.slice(start, Math.min(total, this.end + overlap));
    const asOf = this.transcript.tick();
    const isNewest = this.end === total;
    const run: Run = {
      items: createRunItems(page, asOf),
      asOf,
      hasOlder: start > 0,
      olderCursor: String(start),
      isNewest,
      isProof: isNewest,
    };
    this.transcript.applyRun(run);
    this.end = start;
    for (let event = 0; event < liveEvents; event += 1) this.hear(event);
    this.transcript.takeChanges();
    return page.length + liveEvents;
  }

  private hear(event: number): void {
    const { transcript, messages, end } = this;
    if (event === 0) {
      this.arrived += 1;
      transcript.applyLive(createMessage(total + this.arrived));
    } else if (event === 1) {
      const late = messages[Math.min(total - 1, end + 7)]!;
      transcript.applyLive({ ...late, parts: [{ type: 'text', text: 'edited' }] });
    } else {
      transcript.applyLive(messages[total - event]!);
    }
  }

  verify(): void {
    const keys = this.transcript.readKeys();
    const wanted = total + this.arrived;
    const isSorted = keys.every((key, index) => key === `m${index < total ? index : index + 1}`);
    if (keys.length !== wanted || !isSorted) throw new Error('The ingested list is not right.');
  }
}

/** Pages that are timed together: long enough to hold its share of collections, short enough to go undisturbed. */
const pagesPerSlice = 100;

/** What each slice of the work took, from the first page to the last. */
function timeSlices(): Rate[] {
  const ingest = new Ingest();
  const slices: Rate[] = [];
  while (!ingest.isDone) {
    let told = 0;
    const start = performance.now();
    for (let pages = 0; pages < pagesPerSlice && !ingest.isDone; pages += 1) told += ingest.step();
    slices.push({ told, duration: performance.now() - start });
  }
  ingest.verify();
  return slices;
}

/** Each slice as fast as it ever was, so that a busy machine disturbs little. */
function timeBest(rounds: number): Rate[] {
  let best = timeSlices();
  for (let round = 1; round < rounds; round += 1) {
    const again = timeSlices();
    best = best.map((slice, index) =>
      again[index]!.duration < slice.duration ? again[index]! : slice,
    );
  }
  return best;
}

function add(a: Rate, b: Rate): Rate {
  return { told: a.told + b.told, duration: a.duration + b.duration };
}

const perSecond = ({ told, duration }: Rate): number => (told / duration) * 1_000;

/** DESIGN §10, "Ingest 100,000 messages". */
export async function benchIngest(): Promise<void> {
  printTitle('Ingest of 100,000 messages, pages of 50, duplicates and late events');
  printRow('', 'messages/s', 'first fifth', 'last fifth');
  const slices = timeBest(9);
  const fifth = Math.floor(slices.length / 5);
  const all = perSecond(slices.reduce(add));
  const first = perSecond(slices.slice(0, fifth).reduce(add));
  const last = perSecond(slices.slice(-fifth).reduce(add));
  printRow('pages and live events', Math.round(all), Math.round(first), Math.round(last));
  const sorting = await timeSorting();
  printRow('control: sorted after each page', Math.round(sorting));
  check('first fifth to last fifth, ratio', Math.max(first / last, last / first), 2);
  check('the control must be slower: its rate / ours', sorting / all, 1);
  note('1,000,000 / messages per second', 1_000_000 / all, 1, '');
}

/** The control: an array that is sorted anew after every page. Messages per second; a tenth of the work. */
async function timeSorting(): Promise<number> {
  const messages = createMessages(total / 10);
  const byId = new Map<string, (typeof messages)[number]>();
  let sorted: typeof messages = [];
  const duration = await timeOnce(() => {
    for (let end = messages.length; end > 0; end -= pageSize) {
      for (const message of messages.slice(end - pageSize, end)) byId.set(message.id, message);
      sorted = [...byId.values()].toSorted((a, b) => a.createdAt - b.createdAt);
    }
  });
  return (sorted.length / duration) * 1_000;
}
