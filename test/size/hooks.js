// What an app with hooks and BimpeAI can load at the most: every export of the two entries.
export * from '../../dist/index.js';
export * from '../../dist/transports/bimpe/index.js';
