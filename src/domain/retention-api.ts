/** JSON between console and companion about how long what is kept. */
import type { RetentionClass, RetentionSettings } from './retention.ts'

/** What tomorrow's run will take away of one class. */
export interface RetentionPreview {
  readonly class: RetentionClass
  readonly held: number
  readonly due: number
  readonly oldest: string | null
  /** Everything older goes. */
  readonly before: string
}

/** `GET /api/v1/console/retention` (role compliance), answer of `PUT` too. */
export interface RetentionView {
  readonly settings: RetentionSettings
  readonly preview: readonly RetentionPreview[]
  /** Days that a backup of the store is kept at most, as the configuration says. */
  readonly backupDays: number
}
