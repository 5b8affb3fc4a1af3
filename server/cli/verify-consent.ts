/** `vouch verify --consent-receipt`: the signature of a consent receipt, by a key alone or against the log. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { didKeyOfVerifier, keysOf, logSigner, signerOfDocument, verifierOf, widened } from '../audit/index.ts'
import { readInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const KEY_FILES = ['master.key', 'checkpoint.key']

const record = z.looseObject({
  'dct:identifier': z.string(),
  'dpv:hasConsentStatus': z.looseObject({ 'vouch:epoch': z.int() }),
  'vouch:audit': z.object({ log: z.string(), index: z.int().min(0), leafHash: z.string() }).nullable(),
})
type HeldRecord = z.infer<typeof record>

const entry = z.looseObject({
  type: z.literal('consent.changed'),
  detail: z.looseObject({ epoch: z.int() }),
})

function readRecord(file: string): { held: HeldRecord; signer: string | null } {
  try {
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return { held: record.parse(document), signer: signerOfDocument(document) }
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${file} is no consent receipt`, cause)
  }
}

/** The keys that the installation of this folder has had. Without them there is nothing to hold it against. */
async function ownKeys(data: string, held: HeldRecord): Promise<readonly string[]> {
  if (!KEY_FILES.every((file) => existsSync(join(data, file))))
    throw new Fault(
      'SOURCE_UNREADABLE',
      `the keys are not in ${data}: name the public key with --key did:key:…`,
    )
  const accountId = held['vouch:audit']?.log.replace(/^vouch\//, '') ?? ''
  const now = verifierOf(logSigner(openKeyring(data), accountId))
  const keys = keysOf(widened(now, await checkpointFiles(data).rotations(accountId)))
  return keys.map((rawPublicKey) => didKeyOfVerifier({ rawPublicKey }))
}

async function isInLog(data: string, held: HeldRecord, env: Terminal['env']): Promise<boolean> {
  const anchor = held['vouch:audit']
  if (anchor === null) return false
  const accountId = anchor.log.replace(/^vouch\//, '')
  const store = await readInstallation({ data, account: accountId, env })
  try {
    const [stored] = await store.transact((tx) => tx.auditEntries(accountId, anchor.index, 1))
    const parsed = entry.safeParse(stored === undefined ? null : JSON.parse(stored.header))
    return (
      stored?.leafHash === anchor.leafHash &&
      parsed.success &&
      parsed.data.detail.epoch === held['dpv:hasConsentStatus']['vouch:epoch']
    )
  } finally {
    await store.close()
  }
}

/** @returns 0 when it is good, 2 when it is not. With `key` nothing but the file is read. */
export async function runVerifyConsent(
  file: string,
  given: { readonly data: string; readonly key: string | undefined; readonly json: boolean },
  terminal: Terminal,
): Promise<number> {
  const { held, signer } = readRecord(file)
  const known = given.key === undefined ? await ownKeys(given.data, held) : [given.key]
  const signed = signer !== null && known.includes(signer)
  const expected = signed ? signer : known[0]
  const inLog = signed && given.key === undefined ? await isInLog(given.data, held, terminal.env) : null
  const id = held['dct:identifier']
  if (given.json) terminal.out(JSON.stringify({ receipt: id, signer, signed, inLog }))
  else {
    terminal.out(
      signed
        ? `consent receipt ${id}: signed with ${expected}`
        : `consent receipt ${id}: NOT as the holder of ${expected} signed it`,
    )
    const index = held['vouch:audit']?.index
    if (inLog !== null)
      terminal.out(inLog ? `it is as entry ${index} of the log has it` : 'it is NOT as the log has it')
  }
  return signed && inLog !== false ? 0 : 2
}
