import { runBatch, type Batch } from './batch.ts';

/** One process of the pool: takes batches, answers with results. */
process.on('message', (batch: Batch) => {
  runBatch(batch).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
