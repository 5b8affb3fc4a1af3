/** Reads from the environment where checkpoints are copied to, so that no one hand can rewrite the log and them. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const CHECKPOINT_VARIABLES = [
  'VOUCH_CHECKPOINT_FOLDER',
  'VOUCH_CHECKPOINT_BUCKET',
  'VOUCH_CHECKPOINT_BUCKET_REGION',
  'VOUCH_CHECKPOINT_BUCKET_KEY_ID',
  'VOUCH_CHECKPOINT_BUCKET_SECRET',
  'VOUCH_CHECKPOINT_BUCKET_SECRET_FILE',
  'VOUCH_WITNESS_URL',
  'VOUCH_WITNESS_KEY',
] as const
type CheckpointVariable = (typeof CHECKPOINT_VARIABLES)[number]
export type CheckpointSettings = Readonly<Partial<Record<CheckpointVariable, string>>>

export interface BucketConfig {
  /** `https://host/bucket/prefix`, without a slash at its end. */
  readonly url: string
  readonly region: string
  readonly keyId: string
  /** A function, so that nothing which writes down a configuration writes down the secret. */
  readonly bucketSecret: () => string
}

export interface CheckpointConfig {
  readonly folder: string | null
  readonly bucket: BucketConfig | null
  /** Submission prefix of a C2SP witness, without a slash at its end, and its verifier key. */
  readonly witness: { readonly url: string; readonly key: string } | null
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1)$/
const WITNESS_KEY = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/

function addressIn(name: CheckpointVariable, text: string, problems: string[]): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const safe =
    url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
  if (!safe || url.search !== '' || url.hash !== '' || url.username !== '')
    problems.push(`${name}: must be an https address without a query`)
  return text.replace(/\/+$/, '')
}

function secretIn(given: CheckpointSettings, problems: string[]): string {
  const file = given.VOUCH_CHECKPOINT_BUCKET_SECRET_FILE
  if (file === undefined) return given.VOUCH_CHECKPOINT_BUCKET_SECRET ?? ''
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    problems.push('VOUCH_CHECKPOINT_BUCKET_SECRET_FILE: cannot be read')
    return ''
  }
}

function bucketIn(given: CheckpointSettings, problems: string[]): BucketConfig | null {
  const address = given.VOUCH_CHECKPOINT_BUCKET
  if (address === undefined) return null
  const url = addressIn('VOUCH_CHECKPOINT_BUCKET', address, problems)
  const [region, keyId] = [given.VOUCH_CHECKPOINT_BUCKET_REGION, given.VOUCH_CHECKPOINT_BUCKET_KEY_ID]
  const secret = secretIn(given, problems)
  if (region === undefined) problems.push('VOUCH_CHECKPOINT_BUCKET_REGION: is needed with a bucket')
  if (keyId === undefined) problems.push('VOUCH_CHECKPOINT_BUCKET_KEY_ID: is needed with a bucket')
  if (secret === '') problems.push('VOUCH_CHECKPOINT_BUCKET_SECRET: is needed with a bucket')
  return { url, region: region ?? '', keyId: keyId ?? '', bucketSecret: () => secret }
}

export function readCheckpointCopies(given: CheckpointSettings, problems: string[]): CheckpointConfig {
  const { VOUCH_WITNESS_URL: address, VOUCH_WITNESS_KEY: key, VOUCH_CHECKPOINT_FOLDER: folder } = given
  if ((address === undefined) !== (key === undefined))
    problems.push('VOUCH_WITNESS_KEY: a witness has an address and a key')
  if (key !== undefined && !WITNESS_KEY.test(key)) problems.push('VOUCH_WITNESS_KEY: must be name+id+key')
  return {
    folder: folder === undefined ? null : resolve(folder),
    bucket: bucketIn(given, problems),
    witness:
      address === undefined || key === undefined
        ? null
        : { url: addressIn('VOUCH_WITNESS_URL', address, problems), key },
  }
}
