/** What the console and the companion tell each other about the kill switch. */
import type { Stop, StopReason, StopSource, StopTarget, StopWhy } from './kill-switch.ts'

/** One pull, in force or lifted. */
export interface StopView extends Omit<Stop, 'pulledBy'> {
  readonly via: 'console' | 'command_line' | 'file'
  /** True for whoever asks. */
  readonly own: boolean
  /** What was written about it; `null`: nothing, or the one who asks does not read it. */
  readonly note: string | null
  readonly liftedAt: string | null
}

/** `GET /api/v1/console/kill-switch`. */
export interface KillSwitchView {
  /** Everything is stopped for these reasons besides what somebody pulled. */
  readonly blind: readonly Exclude<StopWhy, 'pulled'>[]
  /** Places that could not be told of a stop that is in force on this server. They are told again by themselves. */
  readonly untold: readonly StopSource[]
  /** In force first, then the lifted ones, newest first. */
  readonly stops: readonly StopView[]
  /** Names that the levels can take here. */
  readonly provider: string | null
  readonly mayPull: boolean
  readonly mayLift: boolean
}

/** `POST /api/v1/console/kill-switch/pulls` → `KillSwitchView`. */
export interface PullOrder extends StopTarget {
  readonly reason: Exclude<StopReason, 'drill'>
  readonly note?: string
}

/** `POST /api/v1/console/kill-switch/lifts` → `ProposedReply`: a second person decides on it. */
export interface LiftOrder {
  readonly stopIds: readonly string[]
}
