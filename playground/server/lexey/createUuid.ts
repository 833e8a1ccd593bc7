import { createHash } from 'node:crypto';
import type { SeededRandom } from '../seededRandom.ts';

/** A UUID in shape, repeatable by the server's seed. */
export function createUuid(random: SeededRandom): string {
  const hex = createHash('md5').update(random.id('cv_')).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-');
}
