import { bimpeShape } from './bimpe/shape.ts';
import { expysShape } from './expys/shape.ts';
import { lettaShape } from './letta/shape.ts';
import { lexeyShape } from './lexey/shape.ts';
import type { Shape } from './shape.ts';

/** Every protocol the simulator speaks. */
export const shapes: readonly Shape[] = [bimpeShape, expysShape, lexeyShape, lettaShape];

export function findShape(name: string): Shape {
  const shape = shapes.find((one) => one.name === name);
  if (shape) return shape;
  const known = shapes.map((one) => one.name).join(', ');
  throw new Error(`There is no shape "${name}". Known: ${known}.`);
}
