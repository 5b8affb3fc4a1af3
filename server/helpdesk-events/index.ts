/**
 * Hears what the helpdesk says about tickets and people. The state after any set of events is the same in every
 * order, and however often each of them came. Never grants what nobody agreed to; never keeps the text of an event.
 */
export { type HelpdeskEvent, parseEvent } from './event.ts'
export { followMerges } from './follow-merges.ts'
export {
  changeHelpdeskSettings,
  type HelpdeskSettingsChange,
  readFormRule,
  readHelpdeskSettings,
  viewHelpdesk,
} from './form-rule.ts'
export { type Received, receiveEvent } from './receive.ts'
export type { EventRooms, EventRows, FormRule, HelpdeskSettingRows } from './rooms.ts'
export { isLowered } from './staff-word.ts'
export { holdUnderAge, readAgeField } from './under-age.ts'
