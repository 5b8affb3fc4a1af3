/** Names the spans of a trace. Never holds an attribute that names a ticket, a person, an account, an address or a word. */
export { attributesOf, type SpanAttributes, type SpanFacts } from './attributes.ts'
export {
  isRoot,
  type Note,
  SPAN_NAMES,
  type SpanName,
  type Traces,
  tracedAct,
} from './spans.ts'
export { tracedLog, tracedModel, tracedSource, tracedSteps, tracedStore } from './traced-rooms.ts'
