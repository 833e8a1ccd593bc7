declare module 'html-purify/tests/test-vectors.js';
