import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserEnvironment } from '../../src/react/browserEnvironment.ts';

function setVisibility(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('browserEnvironment', () => {
  const frames = new Map<number, () => void>();
  const runFrames = (): void => {
    for (const [id, run] of frames) {
      frames.delete(id);
      run();
    }
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    frames.clear();
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
      frames.set(frames.size + 1, run);
      return frames.size;
    });
    vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('publishes with the next frame, once', () => {
    const publish = vi.fn();
    browserEnvironment.schedule(publish);
    expect(publish).not.toHaveBeenCalled();
    runFrames();
    expect(publish).toHaveBeenCalledTimes(1);
    vi.runAllTimers();
    expect(publish).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('publishes soon in a hidden page, where there are no frames', () => {
    setVisibility('hidden');
    const publish = vi.fn();
    browserEnvironment.schedule(publish);
    expect(frames.size).toBe(0);
    vi.advanceTimersByTime(20);
    expect(publish).toHaveBeenCalledTimes(1);
  });

  it('publishes once although the page is hidden while a frame is pending', () => {
    const publish = vi.fn();
    browserEnvironment.schedule(publish);
    setVisibility('hidden');
    vi.advanceTimersByTime(300);
    expect(publish).toHaveBeenCalledTimes(1);
    runFrames();
    expect(publish).toHaveBeenCalledTimes(1);
  });

  it.each(['visible', 'hidden'] as const)('leaves nothing when cancelled (%s)', (state) => {
    setVisibility(state);
    const publish = vi.fn();
    browserEnvironment.schedule(publish)();
    runFrames();
    vi.runAllTimers();
    expect(publish).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells why the page may have been away, until unsubscribed', () => {
    const reasons: string[] = [];
    const stop = browserEnvironment.onWake((reason) => reasons.push(reason));
    const fireAll = (): void => {
      setVisibility('hidden');
      setVisibility('visible');
      window.dispatchEvent(new Event('pageshow'));
      window.dispatchEvent(new Event('offline'));
      window.dispatchEvent(new Event('online'));
      document.dispatchEvent(new Event('resume'));
    };
    fireAll();
    expect(reasons).toEqual(['visible', 'pageshow', 'offline', 'online', 'resume']);
    stop();
    fireAll();
    expect(reasons).toHaveLength(5);
  });

  it('tells when the page may be killed', () => {
    const onHide = vi.fn();
    const stop = browserEnvironment.onHide!(onHide);
    window.dispatchEvent(new Event('pagehide'));
    document.dispatchEvent(new Event('freeze'));
    expect(onHide).toHaveBeenCalledTimes(2);
    stop();
    window.dispatchEvent(new Event('pagehide'));
    expect(onHide).toHaveBeenCalledTimes(2);
  });

  it('knows whether the browser is online', () => {
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    expect(browserEnvironment.isOnline()).toBe(false);
    onLine.mockReturnValue(true);
    expect(browserEnvironment.isOnline()).toBe(true);
  });

  it('works without a page: never asleep, always online', () => {
    vi.stubGlobal('document', undefined);
    vi.stubGlobal('navigator', undefined);
    const publish = vi.fn();
    expect(browserEnvironment.isOnline()).toBe(true);
    expect(() => browserEnvironment.onWake(publish)()).not.toThrow();
    expect(() => browserEnvironment.onHide!(publish)()).not.toThrow();
    browserEnvironment.schedule(publish);
    vi.advanceTimersByTime(20);
    expect(publish).toHaveBeenCalledTimes(1);
  });
});
