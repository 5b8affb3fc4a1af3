/** Lets verified agents in. Never trusts a role, a name or an account that the browser claims. */
export { CALL_KINDS, type CallCounts, type CallKind, createLocalCounts } from './call-counts.ts'
export { type CallMeter, createCallMeter } from './call-meter.ts'
export { createFailureMeter, type FailureMeter } from './failure-meter.ts'
export { followHelpdesk, type HelpdeskPlace } from './helpdesk-place.ts'
export { type HostAccount, verifyHostToken } from './host-token.ts'
export { secondsLeft } from './minute-counts.ts'
export {
  endOtherSessions,
  endSession,
  endSessionsOf,
  leavePage,
  type PageSession,
  type PageSessionRows,
  readSessions,
  signOut,
} from './page-sessions.ts'
export { createRefusalMeter, type RefusalMeter } from './refusal-meter.ts'
export { LONGEST_SESSION_HOURS, SESSION_MINUTES, SIGNED_LASTS_MS } from './session.ts'
export { type CallAllowanceRows, createSharedCounts } from './shared-call-counts.ts'
export {
  type AccessRooms,
  type AccessRows,
  authenticate,
  changeRoles,
  claimsIn,
  ensureFirstAdmin,
  hasAdmin,
  NO_ADMIN,
  openPage,
  type RoleRows,
  renew,
} from './sign-in.ts'
export { tokenIn } from './token-secret.ts'
export { authenticateToken, type TokenDoorRooms } from './token-sign-in.ts'
export {
  makeToken,
  readTokens,
  revokeToken,
  type ScopeRoles,
  type TokenDeskRooms,
  type TokenRow,
  type TokenRows,
} from './tokens.ts'
