/** What documents are made from: read from the configuration and the store when one is made, typed by nobody. */
import type { RecipientView } from '../../../src/domain/api.ts'
import type { FourEyesMode } from '../../../src/domain/change.ts'
import type { LegalBasis } from '../../../src/domain/consent.ts'
import type { HeldClass } from '../../../src/domain/held.ts'
import type { TicketField } from '../../../src/domain/scope.ts'

export interface DocumentFacts {
  readonly controller: {
    readonly name: string
    readonly contact: string
    readonly address: string | null
    readonly country: string | null
    readonly storageCountry: string | null
    readonly privacyUrl: string | null
    readonly dpo: string | null
  }
  readonly helpdesk: string
  readonly helpCenter: string
  readonly production: boolean
  /** `null`: replies are composed on the controller's own machine. */
  readonly recipient: RecipientView | null
  readonly transfer: 'dpf' | 'scc' | 'adequacy' | 'none' | null
  /** Where audit events go, by origin. */
  readonly events: string | null
  readonly fields: readonly TicketField[]
  readonly basis: {
    readonly basis: LegalBasis
    readonly reference: string
    readonly reviewBy: string | null
  }
  readonly grantDays: number
  readonly notice: {
    readonly version: number
    readonly locales: readonly string[]
    readonly activatedAt: string
    /** In the document's language, as compliance wrote or kept it; empty where there is none. */
    readonly purpose: string
    readonly transfers: string
  } | null
  readonly scope: {
    readonly version: number
    readonly actions: readonly string[]
    readonly draftsPerTicket: number
    readonly validDays: number
  }
  readonly fourEyes: FourEyesMode
  readonly backupDays: number
  /** Who holds what: the registry that a test walks the schema against. */
  readonly holders: readonly { readonly name: string; readonly tables: readonly string[] }[]
  /** Days; `null`: until it is erased. */
  readonly keeping: Readonly<Record<HeldClass, number | null>>
}
