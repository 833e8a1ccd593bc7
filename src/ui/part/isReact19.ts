import { version } from 'react';

/** Where refs are props, and attributes it does not know may be booleans. */
export const isReact19: boolean = Number.parseInt(version, 10) >= 19;
