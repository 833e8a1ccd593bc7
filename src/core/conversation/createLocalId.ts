/** 128 random bits, from the injected source so that a schedule replays. */
export function createLocalId(random: () => number): string {
  let id = '';
  for (let i = 0; i < 4; i += 1)
    id += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return id;
}
