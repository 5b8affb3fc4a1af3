/** What reads a ticket's text, in one piece that is loaded after the first paint: its detectors are large. */
export { findPlantedText } from '../domain/planted-text.ts'
export { prepareOutgoing } from './outgoing.ts'
