/** `vouch scope`: the account's scope as a file in git. */
import { dayOf } from '../../src/domain/review.ts'
import type { ArticleSelection } from '../../src/domain/scope.ts'
import { realWorld } from '../adapters/world.ts'
import { isDraftable } from '../articles/index.ts'
import { allowlistContent } from '../change-appliers.ts'
import { readScopePolicyView } from '../drafting/index.ts'
import type { StoreRows } from '../store.ts'
import { policyContentSchema } from '../tickets/index.ts'
import type { Terminal } from './main.ts'
import { parseScopeFile, SCOPE_FORMAT, type ScopeFile, writeScopeFile } from './scope-file.ts'
import { runSettingFile, type SettingFile } from './setting-file.ts'

async function counts(tx: StoreRows, accountId: string, selections: readonly ArticleSelection[]) {
  const headers = await tx.articleHeaders(accountId)
  const today = dayOf(realWorld.now())
  return selections.map(
    (selection) => headers.filter((header) => isDraftable(header, selection, today)).length,
  )
}

const SCOPE: SettingFile<ScopeFile> = {
  name: 'scope',
  // The policy first: whether it is the very first set-up is read from the allowlist.
  parts: [
    { kind: 'scope_policy', member: 'policy' },
    { kind: 'allowlist', member: 'allowlist' },
  ],
  parse: parseScopeFile,
  write: writeScopeFile,
  standing: async ({ appliers }, tx, accountId) => ({
    format: SCOPE_FORMAT,
    allowlist: allowlistContent.parse((await appliers.allowlist.current(tx, accountId)).content),
    policy: policyContentSchema.parse((await appliers.scope_policy.current(tx, accountId)).content),
  }),
  // What an unreadable policy comes down to is not what it says: only `apply` may go on from there.
  check: async (tx, accountId) => {
    await readScopePolicyView(tx, accountId)
  },
  summary: async (tx, accountId, before, after) => {
    const [was, becomes] = await counts(tx, accountId, [before.allowlist, after.allowlist])
    return `article versions allowed: ${was} → ${becomes}`
  },
}

/** @returns 0 applied or no difference, 3 `diff` found one, or it waits for a second person. */
export function runScope(args: readonly string[], terminal: Terminal): Promise<number> {
  return runSettingFile(SCOPE, args, terminal)
}
