/** What a token of the API may do: a closed list, each word bound to routes in the table of routes. */
export const TOKEN_SCOPES = [
  'cases:read',
  'cases:create',
  'cases:update',
  'requesters:find',
  'dossiers:read',
  'exports:create',
  'exports:read',
  'erasures:request',
  'erasures:read',
  'consents:read',
  'evidence:read',
  'audit:read',
  'incidents:read',
  'changes:read',
  'kill_switch:read',
  'kill_switch:pull',
  'reports:read',
  'articles:read',
  'articles:sync',
  'settings:read',
] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** A year at most: a key that nobody renews is one that nobody remembers. */
export const MOST_TOKEN_DAYS = 365
export const MOST_TOKEN_ADDRESSES = 20

/** What a scanner of leaked secrets looks for: the prefix, 256 random bits, and the checksum of both. */
export const TOKEN_PATTERN = /^vouch_pat_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/
