import { ROLES } from '../domain/account.ts'
import type { Me } from '../domain/api.ts'
import { type Check, list, oneOf, record, text } from './checks.ts'

export const me: Check<Me> = record({
  agentId: text,
  roles: list(oneOf(ROLES)),
  helpCenterLocales: list(text),
})
