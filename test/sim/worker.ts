import { runBatch, type Batch } from './batch.ts';

// Nobody reads the stacks of the many errors that a run is made of: a seed that fails is run again.
Error.stackTraceLimit = 0;

/** One process of the pool: takes batches, answers with results. */
process.on('message', (batch: Batch) => {
  runBatch(batch).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
