/** `vouch verify --proof FILE.tlog-proof`: no store, no network, one entry and a key that the reader trusts. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import {
  openCheckpoint,
  parseCheckpoint,
  parseTlogProof,
  provesLeaf,
  storedLeafHash,
} from '../audit/index.ts'
import type { Terminal } from './main.ts'
import { trustedKey } from './verify-decision.ts'

const entrySchema = z.looseObject({ index: z.int(), at: z.string(), type: z.string() })

/** A code or a moment of the log; anything else stays where it is, for this is printed. */
const plain = (text: string) => (/^[A-Za-z0-9_.:-]{1,60}$/.test(text) ? text : '?')

function readProof(file: string) {
  try {
    const proof = parseTlogProof(readFileSync(file, 'utf8'))
    if (proof === null) throw new Fault('SOURCE_UNREADABLE', `${file} is no tlog-proof of this version`)
    if (proof.extra === undefined)
      throw new Fault('SOURCE_UNREADABLE', `${file} holds a proof, but not the entry that it is of`)
    return { ...proof, header: proof.extra.toString('utf8') }
  } catch (cause) {
    throw cause instanceof Fault ? cause : new Fault('SOURCE_UNREADABLE', `${file} cannot be read`, cause)
  }
}

/** @returns 0 good, 2 it does not hold, 3 nobody vouches for a key. */
export async function runVerifyProof(
  file: string,
  order: { readonly data: string; readonly key: string | undefined; readonly json: boolean },
  terminal: Terminal,
): Promise<number> {
  const { header, ...proof } = readProof(file)
  const told = parseCheckpoint(proof.checkpoint.slice(0, proof.checkpoint.lastIndexOf('\n\n') + 1))
  const account = /^vouch\/([a-z0-9-]+)$/.exec(told?.origin ?? '')?.[1]
  if (told === null || account === undefined)
    throw new Fault('SOURCE_UNREADABLE', `${file} holds no checkpoint of a log of Vouch`)
  const verifier = await trustedKey(order.key, order.data, account)
  const signed = verifier === null ? told : openCheckpoint({ note: proof.checkpoint, verifier })
  const leaf = storedLeafHash(header)
  let entry: z.infer<typeof entrySchema> | undefined
  try {
    entry = entrySchema.safeParse(JSON.parse(header)).data
  } catch {
    // Then it is no entry, and does not hold.
  }
  const problem =
    signed === null
      ? 'CHECKPOINT_INVALID'
      : entry?.index !== proof.index || !provesLeaf(proof, leaf, signed)
        ? 'NOT_IN_LOG'
        : null
  const trusted = verifier !== null
  if (order.json)
    terminal.out(JSON.stringify({ account, entry: proof.index, size: told.size, problem, trusted }))
  else terminal.out(sentence(account, { index: proof.index, size: told.size, entry }, problem, trusted))
  if (problem !== null) return 2
  return trusted ? 0 : 3
}

function sentence(
  account: string,
  at: {
    readonly index: number
    readonly size: number
    readonly entry: z.infer<typeof entrySchema> | undefined
  },
  problem: 'CHECKPOINT_INVALID' | 'NOT_IN_LOG' | null,
  trusted: boolean,
): string {
  const what = `${account}: entry ${at.index} of ${at.size}`
  if (problem === 'CHECKPOINT_INVALID')
    return `${what}: does NOT hold, the checkpoint is not signed with this key (${problem})`
  if (problem === 'NOT_IN_LOG')
    return `${what}: does NOT hold, this entry is not in the log that the checkpoint signs (${problem})`
  const said = `${plain(at.entry?.type ?? '')} at ${plain(at.entry?.at ?? '')}`
  return trusted
    ? `${what}: good, ${said}, in the signed log`
    : `${what}: fits together (${said}), but nobody vouches for who signed it: give the key that was made known as --key`
}
