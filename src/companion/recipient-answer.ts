import type { RecipientView } from '../domain/api.ts'
import { type Check, record, text } from './checks.ts'

export const recipientView: Check<RecipientView> = record({
  provider: text,
  host: text,
  region: text,
  retention: text,
  model: text,
})
