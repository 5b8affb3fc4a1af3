/** A second folder, a bucket that speaks like S3, a witness: where copies of the checkpoint go. */
import type { CopyProblem } from '../../src/domain/audit-copies-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type CheckpointPlace,
  type Copied,
  type Copying,
  cosignatureIn,
  parseWitnessKey,
} from '../audit/index.ts'
import type { BucketConfig, CheckpointConfig } from '../checkpoint-config.ts'
import { signAws } from './aws-signature.ts'
import { checkpointFolder } from './checkpoint-files.ts'
import { createEgressDoor, type EgressRequest, type EgressRules } from './egress-door.ts'

const MAX_BYTES = 64 * 1024

type Limits = Pick<EgressRules, 'timeoutMs' | 'resolve'>
const LIMITS: Limits = { timeoutMs: 10_000 }

const failed = (problem: CopyProblem): Copied => ({ outcome: 'failed', problem })

/** What a door says is all that is known of a place that cannot be reached. */
async function told(act: () => Promise<Copied>): Promise<Copied> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return failed(
      error.code === 'HELP_CENTER_MALFORMED' || error.code === 'TOO_LARGE' ? 'MALFORMED' : 'UNREACHABLE',
    )
  }
}

/** The door lets out to this one origin, and follows nowhere. */
function sender(url: string, rules: Partial<EgressRules>, limits: Limits) {
  const door = createEgressDoor({
    allowedOrigins: [new URL(url).origin],
    maxBytes: MAX_BYTES,
    ...rules,
    ...limits,
  })
  return async (request: EgressRequest) => {
    const answer = await door.send(request)
    const chunks: Uint8Array[] = []
    for await (const chunk of answer.body) chunks.push(chunk)
    return { status: answer.status, text: Buffer.concat(chunks).toString('utf8') }
  }
}

export function folderPlace(folder: string): CheckpointPlace {
  const shelf = checkpointFolder(folder)
  return {
    kind: 'folder',
    copy: ({ accountId, note }) =>
      told(async () => {
        await shelf.write(accountId, note)
        return { outcome: 'copied' }
      }),
  }
}

/** Each checkpoint under a name of its own: with versions locked there, none can be taken back. */
export function bucketPlace(bucket: BucketConfig, now: () => Date, limits = LIMITS): CheckpointPlace {
  let authorization = ''
  const send = sender(bucket.url, { methods: ['PUT'], credential: () => authorization }, limits)
  return {
    kind: 'bucket',
    copy: ({ accountId, note, size }) =>
      told(async () => {
        const url = `${bucket.url}/${accountId}/${String(size).padStart(12, '0')}.checkpoint`
        const { region, keyId, bucketSecret } = bucket
        const signed = signAws({
          ...{ method: 'PUT', url, body: note, headers: { 'content-type': 'text/plain; charset=utf-8' } },
          ...{ region, keyId, secret: bucketSecret(), at: now() },
        })
        authorization = signed.authorization
        const { status } = await send({ method: 'PUT', url, headers: signed.headers, body: note })
        if (status >= 200 && status < 300) return { outcome: 'copied' }
        return failed(status === 409 || status === 412 ? 'CONFLICT' : 'REFUSED')
      }),
  }
}

async function requestText(old: number, { note, proofFrom }: Copying): Promise<string> {
  const proof = await proofFrom(old)
  return `old ${old}\n${proof.map((hash) => `${hash}\n`).join('')}\n${note}`
}

/** C2SP tlog-witness, `add-checkpoint`. */
export function witnessPlace(
  at: { readonly url: string; readonly key: string },
  limits = LIMITS,
): CheckpointPlace {
  const witness = parseWitnessKey(at.key)
  const url = `${at.url}/add-checkpoint`
  const send = sender(url, { methods: ['POST'], paths: [new URL(url).pathname] }, limits)
  /** The size that the witness signed last, as far as it has told. */
  let seen = 0
  const add = async (copying: Copying) =>
    send({
      method: 'POST',
      url,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: await requestText(seen, copying),
    })
  return {
    kind: 'witness',
    copy: (copying) =>
      told(async () => {
        // After a start nothing is known: whoever sees it differently says so, and is asked once more.
        if (seen > copying.size) seen = 0
        let answer = await add(copying)
        const size = /^(0|[1-9][0-9]{0,14})\n?$/.exec(answer.text)?.[1]
        if (
          answer.status === 409 &&
          size !== undefined &&
          Number(size) !== seen &&
          Number(size) <= copying.size
        ) {
          seen = Number(size)
          answer = await add(copying)
        }
        // It has signed more than there is, or something else: that is what a witness is for.
        if (answer.status === 409 || answer.status === 422) return failed('CONFLICT')
        if (answer.status !== 200) return failed('REFUSED')
        const text = copying.note.slice(0, copying.note.lastIndexOf('\n\n') + 1)
        const cosigned = cosignatureIn(answer.text, text, witness)
        if (cosigned === null) return failed('MALFORMED')
        seen = copying.size
        return { outcome: 'cosigned', lines: cosigned.line }
      }),
  }
}

export function checkpointPlaces(config: CheckpointConfig, now: () => Date): readonly CheckpointPlace[] {
  return [
    ...(config.folder === null ? [] : [folderPlace(config.folder)]),
    ...(config.bucket === null ? [] : [bucketPlace(config.bucket, now)]),
    ...(config.witness === null ? [] : [witnessPlace(config.witness)]),
  ]
}
