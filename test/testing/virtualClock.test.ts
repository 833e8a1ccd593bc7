import { createVirtualClock } from 'react-conversation-stream/testing';
import { describe, expect, it, vi } from 'vitest';

describe('the virtual clock', () => {
  it('runs timers in the order they fall due, and no other', async () => {
    const clock = createVirtualClock(0);
    const ran: string[] = [];
    clock.setTimeout(() => ran.push(`late ${clock.now()}`), 200);
    clock.setTimeout(() => ran.push(`first ${clock.now()}`), 50);
    clock.setTimeout(() => ran.push(`second ${clock.now()}`), 50);
    clock.setTimeout(() => ran.push('never'), 201);
    await clock.advance(200);
    expect(ran).toEqual(['first 50', 'second 50', 'late 200']);
    expect(clock.now()).toBe(200);
    expect(clock.pendingTimers).toBe(1);
  });

  it('lets the promise work of a timer finish before the next one', async () => {
    const clock = createVirtualClock(0);
    const ran: string[] = [];
    const work = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      ran.push('promise');
      clock.setTimeout(() => ran.push('timer of the promise'), 10);
    };
    clock.setTimeout(() => void work(), 10);
    clock.setTimeout(() => ran.push('timer'), 20);
    await clock.advance(20);
    expect(ran).toEqual(['promise', 'timer', 'timer of the promise']);
  });

  it('repeats intervals until they are cleared', async () => {
    const clock = createVirtualClock(0);
    const times: number[] = [];
    const handle = clock.setInterval(() => {
      times.push(clock.now());
      if (times.length === 3) clock.clearInterval(handle);
    }, 100);
    await clock.advance(1_000);
    expect(times).toEqual([100, 200, 300]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not depend on the timers of the page', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'Date', 'performance'] });
    const clock = createVirtualClock(0);
    const ran = vi.fn<() => void>();
    clock.setTimeout(ran, 10);
    await clock.advance(10).finally(() => vi.useRealTimers());
    expect(ran).toHaveBeenCalledOnce();
  });

  it('says so when time stands still', async () => {
    const clock = createVirtualClock(0);
    const again = (): void => void clock.setTimeout(again, 0);
    again();
    await expect(clock.advance(1)).rejects.toThrow('stands still');
  });
});
