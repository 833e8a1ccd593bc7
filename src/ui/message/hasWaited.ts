import type { Message } from '../../react/index.ts';

/** Was it not sent because it waited too long for that to be done unasked (EXPERIENCE §3)? */
export function hasWaited({ error }: Message): boolean {
  return error?.code === 'waited_too_long';
}
