export * from '../../dist/ui/index.js';
