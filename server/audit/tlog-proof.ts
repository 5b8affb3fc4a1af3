/** One entry's proof as a file of its own: c2sp.org/tlog-proof@v1 (`.tlog-proof`). */
import { rootFromPath } from './inclusion.ts'
import type { Checkpoint } from './signed-note.ts'

const FORMAT = 'c2sp.org/tlog-proof@v1'
const MOST_HASHES = 63

export interface TlogProof {
  readonly index: number
  readonly path: readonly Buffer[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
  /** Bytes beside the proof, which it does not cover: here the entry itself, whose leaf it proves. */
  readonly extra?: Buffer
}

export function tlogProofText({ index, path, checkpoint, extra }: TlogProof): string {
  const hashes = path.map((hash) => `${hash.toString('base64')}\n`).join('')
  const beside = extra === undefined ? '' : `extra ${extra.toString('base64')}\n`
  return `${FORMAT}\n${beside}index ${index}\n${hashes}\n${checkpoint}`
}

/** `null` when it is no proof of this version. What an `extra` line holds nobody signed: only its leaf is proved, if it is. */
export function parseTlogProof(text: string): TlogProof | null {
  const end = text.indexOf('\n\n')
  const [format, ...lines] = text.slice(0, Math.max(end, 0)).split('\n')
  if (format !== FORMAT) return null
  const beside = /^extra ([A-Za-z0-9+/]*={0,2})$/.exec(lines[0] ?? '')?.[1]
  if (beside !== undefined) lines.shift()
  const extra = beside === undefined ? {} : { extra: Buffer.from(beside, 'base64') }
  const index = /^index (0|[1-9][0-9]{0,14})$/.exec(lines.shift() ?? '')?.[1]
  const path = lines.map((line) => Buffer.from(line, 'base64'))
  const spelled = path.every((hash, at) => hash.length === 32 && hash.toString('base64') === lines[at])
  if (index === undefined || !spelled || path.length > MOST_HASHES) return null
  return { index: Number(index), path, checkpoint: text.slice(end + 2), ...extra }
}

/** True when the leaf is the entry at the proof's place in the log that the (opened) checkpoint signs. */
export function provesLeaf({ index, path }: TlogProof, leaf: Buffer, signed: Checkpoint): boolean {
  return rootFromPath(leaf, index, signed.size, path)?.toString('hex') === signed.rootHash
}
