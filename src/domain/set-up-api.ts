/** The JSON of the set-up and of the health page. Counts, codes and times: of no person. */
import type { ProviderTest, StepView } from './set-up.ts'
import type { UnreadArticle } from './sync-api.ts'

/** `GET /api/v1/console/set-up`; also what `POST …/provider-tests` and `PUT …/live` answer. */
export interface SetUpView {
  readonly steps: readonly StepView[]
  readonly live: boolean
  /** Articles that the newest sync could not read, each with its reason. */
  readonly unread: readonly UnreadArticle[]
  readonly providerTest: ProviderTest | null
}

/** `PUT /api/v1/console/set-up/live` */
export interface LiveOrder {
  readonly live: boolean
}
