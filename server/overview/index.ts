/** Counts what needs somebody and how things went. Never names a person, an agent or a ticket. */
export {
  type AttentionRooms,
  type AttentionRows,
  type AttentionSource,
  attentionOf,
  type OpenRecallRows,
} from './attention.ts'
export { type FigureRows, readFigures } from './figures.ts'
