/** Whose signatures a verifier asks for: C2SP tlog-policy (https://c2sp.org/tlog-policy). */
import { Fault } from '../../src/domain/fault.ts'
import { cosignatureIn, parseWitnessKey, type WitnessKey, witnessKeyText } from './cosignature.ts'
import { type NoteVerifier, parseVerifierKey, verifierKeyText } from './signed-note.ts'

interface Group {
  readonly atLeast: number
  readonly members: readonly string[]
}

export interface TrustPolicy {
  readonly logs: readonly NoteVerifier[]
  readonly witnesses: ReadonlyMap<string, WitnessKey>
  readonly groups: ReadonlyMap<string, Group>
  /** Name of a witness or group; `none`: no witness is asked for. */
  readonly quorum: string
}

const MOST_LINES = 1_000
const NONE = 'none'

function bad(line: number, what: string): Fault {
  return new Fault('BAD_REQUEST', `line ${line} of the trust policy: ${what}`)
}

function groupOf([how = '', ...members]: readonly string[], known: (name: string) => boolean): Group | null {
  const atLeast = how === 'any' ? 1 : how === 'all' ? members.length : Number(how)
  const fits =
    (['any', 'all'].includes(how) || /^[1-9][0-9]{0,3}$/.test(how)) &&
    members.length > 0 &&
    atLeast <= members.length &&
    new Set(members).size === members.length &&
    members.every(known)
  return fits ? { atLeast, members } : null
}

/** @throws Fault `BAD_REQUEST` with the line that is not as the format has it. */
export function parseTrustPolicy(text: string): TrustPolicy {
  const logs: NoteVerifier[] = []
  const witnesses = new Map<string, WitnessKey>()
  const groups = new Map<string, Group>()
  const used = new Set<string>()
  let quorum: string | null = null
  const known = (name: string) => witnesses.has(name) || groups.has(name)
  const lines = text.split('\n')
  if (lines.length > MOST_LINES) throw bad(MOST_LINES, 'there are too many lines')
  for (const [at, raw] of lines.entries()) {
    const [word, ...rest] = raw.trim().split(/[ \t]+/)
    if (word === undefined || word === '' || word.startsWith('#')) continue
    const [name = '', ...more] = rest
    switch (word) {
      case 'log': {
        const log = parseVerifierKey(name)
        if (more.length > 1 || logs.some((each) => each.rawPublicKey.equals(log.rawPublicKey)))
          throw bad(at + 1, 'a log is named twice, or more is said of it than its key and address')
        logs.push(log)
        break
      }
      case 'witness': {
        const witness = parseWitnessKey(more[0] ?? '')
        const twice = [...witnesses.values()].some((each) => each.rawPublicKey.equals(witness.rawPublicKey))
        if (more.length > 2 || name === NONE || known(name) || twice)
          throw bad(at + 1, 'a witness or its name stands twice')
        witnesses.set(name, witness)
        break
      }
      case 'group': {
        const group = groupOf(more, (member) => known(member) && !used.has(member))
        if (group === null || name === NONE || known(name))
          throw bad(at + 1, 'no group of members that are named above and in no other group')
        for (const member of group.members) used.add(member)
        groups.set(name, group)
        break
      }
      case 'quorum':
        if (quorum !== null || more.length > 0 || !(name === NONE || known(name)))
          throw bad(at + 1, 'the quorum is named once, after what it consists of')
        quorum = name
        break
      default:
        throw bad(at + 1, 'it begins with none of log, witness, group and quorum')
    }
  }
  if (quorum === null) throw bad(lines.length, 'there is no quorum line')
  return { logs, witnesses, groups, quorum }
}

/** The policy of an installation: its log, and every witness that it asks. */
export function trustPolicyText(log: NoteVerifier, witnesses: readonly WitnessKey[]): string {
  const lines = [`log ${verifierKeyText(log)}`]
  const names = witnesses.map((witness, at) => {
    lines.push(`witness w${at + 1} ${witnessKeyText(witness)}`)
    return `w${at + 1}`
  })
  if (names.length > 1) lines.push(`group witnesses all ${names.join(' ')}`)
  return `${[...lines, `quorum ${names.length > 1 ? 'witnesses' : (names[0] ?? NONE)}`].join('\n')}\n`
}

export interface Witnessed {
  /** Names in the policy of the witnesses whose signature is good. */
  readonly by: readonly string[]
  readonly quorum: boolean
}

export function witnessedBy(policy: TrustPolicy, note: string): Witnessed {
  const split = note.lastIndexOf('\n\n')
  const [text, lines] = [note.slice(0, split + 1), note.slice(split + 2)]
  const by = [...policy.witnesses]
    .filter(([, witness]) => cosignatureIn(lines, text, witness) !== null)
    .map(([name]) => name)
  const holds = (name: string): boolean => {
    const group = policy.groups.get(name)
    return group === undefined ? by.includes(name) : group.members.filter(holds).length >= group.atLeast
  }
  return { by, quorum: policy.quorum === NONE || holds(policy.quorum) }
}
