/** Counts and times what happens. Never holds a label that names a ticket, a person, an account or an address. */
export { type ActsKept, countKept } from './acts-kept.ts'
export { createMetrics, type Metrics, type MetricsFacts, type SeenRequest } from './metrics.ts'
export { timedModel } from './timed-model.ts'
