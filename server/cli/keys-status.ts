/** `vouch keys status`: how old each key is, what is wrapped with which, and what is to be done. Names, never keys. */
import { KEY_DUE_DAYS, type KeyKind, keyDays } from '../../src/domain/key-ages.ts'
import { keyDates } from '../adapters/key-dates.ts'
import { generationOf, type Keyring, type Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'

const COMMAND = {
  master: 'vouch keys rotate master',
  session: 'vouch keys rotate session',
  log: 'vouch audit rotate-key',
} as const

export interface KeysStatus {
  readonly keys: readonly {
    readonly key: KeyKind
    readonly name: string
    readonly days: number
    readonly due: boolean
  }[]
  /** Keys of people, by account and the month that wraps them. */
  readonly wrapped: readonly {
    readonly accountId: string
    readonly epoch: string
    readonly generation: number
    readonly count: number
  }[]
  /** What was begun and not ended. */
  readonly open: readonly string[]
}

export async function readKeysStatus(
  keys: Keyring,
  { dataDir, now, transact }: { dataDir: string; now: Date; transact: Transact<StoreRows> },
): Promise<KeysStatus> {
  const { master } = keys
  const dates = keyDates(keys, dataDir)
  const aged = (key: KeyKind, name: string) => {
    const days = keyDays(dates[key] ?? now.toISOString(), now)
    return { key, name, days, due: days >= KEY_DUE_DAYS[key] }
  }
  const session = keys.sessions.list().at(-1)
  const counted = await transact((tx) => tx.keysByEpoch())
  const wrapped = counted.map((row) => ({ ...row, generation: generationOf(row.epoch) }))
  const older = wrapped
    .filter(({ generation }) => generation !== master.generation)
    .reduce((sum, { count }) => sum + count, 0)
  return {
    keys: [
      aged('master', `${master.generation} (${master.kid})`),
      ...(session === undefined ? [] : [aged('session', session.kid)]),
      aged('log', 'checkpoint.key'),
    ],
    wrapped: wrapped.sort((a, b) => (`${a.accountId} ${a.epoch}` < `${b.accountId} ${b.epoch}` ? -1 : 1)),
    open: [
      ...(master.previous === null
        ? []
        : [
            `master key ${master.previous} is still there, ${older} keys of people need it: ${COMMAND.master}`,
          ]),
      ...(keys.retiringKey === null ? [] : ['the old key of the log still signs: vouch audit retire-key']),
    ],
  }
}

export function statusLines({ keys, wrapped, open }: KeysStatus): readonly string[] {
  return [
    ...keys.map(
      ({ key, name, days, due }) =>
        `${key.padEnd(8)} ${name.padEnd(24)} ${days} days old${due ? `: due, ${COMMAND[key]}` : ''}`,
    ),
    ...wrapped.map(
      ({ accountId, epoch, generation, count }) =>
        `${accountId}: ${count} keys of people under ${epoch === '' ? 'the first key' : epoch}, master key ${generation}`,
    ),
    ...open,
  ]
}

/** @returns 0 nothing is to be done, 3 something is. */
export function statusCode({ keys, open }: KeysStatus): number {
  return open.length > 0 || keys.some(({ due }) => due) ? 3 : 0
}
