/** What generated documents are made from, out of the rooms that know it. Nothing in them is typed a second time. */
import { FOUR_EYES_MODES } from '../src/domain/change.ts'
import type { EvidenceLanguage } from '../src/domain/evidence-api.ts'
import { TICKET_FIELDS } from '../src/domain/scope.ts'
import type { Config } from './config.ts'
import { GRANT_DAYS, readLegalBasis } from './consent/index.ts'
import { keepingNow } from './dossier/index.ts'
import { readScopePolicyView } from './drafting/index.ts'
import type { DocumentFacts } from './evidence/index.ts'
import type { Keyring } from './keys.ts'
import { personalDataHolders } from './personal-data.ts'
import type { StoreRows } from './store.ts'

/** A brand's own, where each has one. */
function addressesOf({ origin, brands }: Config['helpCenter']): string {
  return brands.length === 0 ? origin : brands.map((brand) => brand.origin).join(', ')
}

export async function readDocumentFacts(
  { config, keys }: { readonly config: Config; readonly keys: Keyring },
  tx: StoreRows,
  language: EvidenceLanguage,
): Promise<DocumentFacts> {
  const { accountId, origin } = config.account
  const policy = await readScopePolicyView(tx, accountId)
  const { basis, reference, reviewBy } = await readLegalBasis(tx, accountId)
  const notice = await tx.currentNotice(accountId)
  const written = notice?.written[language]
  const { events, dpo, transfer } = config.evidence
  return {
    controller: { ...config.controller, dpo },
    helpdesk: origin,
    helpCenter: addressesOf(config.helpCenter),
    production: config.production,
    recipient: config.provider?.facts ?? null,
    transfer,
    events: events === null ? null : new URL(events.url).origin,
    fields: TICKET_FIELDS.filter((field) => policy.fields.includes(field)),
    basis: { basis, reference, reviewBy },
    grantDays: GRANT_DAYS,
    notice:
      notice === null
        ? null
        : {
            version: notice.version,
            locales: Object.keys(notice.texts),
            activatedAt: notice.activatedAt,
            purpose: written?.purpose ?? '',
            transfers: written?.transfers ?? '',
          },
    scope: {
      version: policy.version,
      actions: policy.actions,
      draftsPerTicket: policy.draftsPerTicket,
      validDays: policy.validDays,
    },
    fourEyes: (await tx.fourEyes(accountId))?.mode ?? FOUR_EYES_MODES[0],
    backupDays: config.backupDays,
    holders: personalDataHolders(keys).map(({ name, columns }) => ({ name, tables: Object.keys(columns) })),
    keeping: await keepingNow(tx, accountId),
  }
}
