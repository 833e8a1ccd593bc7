export * from '../../dist/markdown/index.js';
