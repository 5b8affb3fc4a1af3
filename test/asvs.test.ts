import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { expect } from 'chai'
import { z } from 'zod'
import { CONFIG_VARIABLES } from '../server/config.ts'
import type { SessionEnd } from '../src/companion/index.ts'
import { createDesk, type Tools } from '../src/sidebar/desk.ts'
import { OPENING } from '../src/sidebar/state.ts'
import { type Harness, startHarness } from './support/companion-harness.ts'
import { ticketView } from './support/fake-companion.ts'
import { codeOf, type SourceFile, sourceFiles } from './support/source-files.ts'

/** ASVS 5.0.0: the level of each requirement, section by section, in order. 70 of level 1, 183 of level 2, 92 of 3. */
const LEVELS =
  '1.1 22|1.2 1111122223|1.3 112222222223|1.4 222|1.5 123|2.1 122|2.2 112|2.3 12223|2.4 23|3.1 3|3.2 113|' +
  '3.3 12223|3.4 11222233|3.5 11122333|3.6 3|3.7 22333|4.1 12233|4.2 23333|4.3 22|4.4 1222|5.1 2|5.2 112333|' +
  '5.3 113|5.4 222|6.1 122|6.2 111111112222|6.3 11223333|6.4 112233|6.5 22222333|6.6 2223|6.7 33|6.8 2222|' +
  '7.1 222|7.2 1111|7.3 22|7.4 11222|7.5 223|7.6 22|8.1 1233|8.2 1123|8.3 133|8.4 23|9.1 111|9.2 1222|' +
  '10.1 22|10.2 223|10.3 22223|10.4 1111122222233333|10.5 22222|10.6 22|10.7 222|11.1 2233|11.2 22233|' +
  '11.3 11233|11.4 1222|11.5 23|11.6 23|11.7 33|12.1 12233|12.2 11|12.3 22223|13.1 2333|13.2 222223|' +
  '13.3 2233|13.4 1222233|14.1 22|14.2 12223333|14.3 122|15.1 12233|15.2 12233|15.3 1222222|15.4 3333|' +
  '16.1 2|16.2 22222|16.3 2222|16.4 222|16.5 2223|17.1 23|17.2 22223333|17.3 22'
const LEVEL_OF: ReadonlyMap<string, number> = new Map<string, number>(
  LEVELS.split('|').flatMap((section) => {
    const [name = '', levels = ''] = section.split(' ')
    return [...levels].map((level, at) => [`${name}.${at + 1}`, Number(level)] as const)
  }),
)
const STATES = ['met', 'in part', 'operator', 'not ours', 'open'] as const

const ROOT = new URL('../', import.meta.url)
const TEXT = readFileSync(new URL('docs/asvs.md', ROOT), 'utf8')

interface Row {
  readonly numbers: readonly string[]
  readonly state: string
  readonly how: string
  readonly shownBy: string
}

/** `6.2.1–6.2.12`, `9.2.2, 9.2.3`, `1.2.10 (level 3)`. */
function numbersIn(cell: string): readonly string[] {
  return cell
    .replace(' (level 3)', '')
    .split(', ')
    .flatMap((part) => {
      const [from = '', to] = part.split('–')
      if (to === undefined) return [from]
      const section = from.slice(0, from.lastIndexOf('.'))
      const [first, last] = [from, to].map((number) => Number(number.slice(number.lastIndexOf('.') + 1)))
      return Array.from(
        { length: (last ?? 0) - (first ?? 0) + 1 },
        (_, at) => `${section}.${(first ?? 0) + at}`,
      )
    })
}

function rowsIn(text: string): readonly Row[] {
  return [...text.matchAll(/^\| (\d+\.\d+\.\d+[^|]*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, numbers = '', state = '', how = '', shownBy = '']) => ({
      ...{ numbers: numbersIn(numbers), state, how, shownBy },
    }),
  )
}

const pathsIn = (text: string) =>
  [...text.matchAll(/`((?:test|server|src|docs)\/[^`]+)`/g)].map(([, path = '']) => path)

function problemsIn(text: string): readonly string[] {
  const rows = rowsIn(text)
  const all = rows.flatMap(({ numbers }) => numbers)
  return [
    ...[...LEVEL_OF].flatMap(([number, level]) =>
      level < 3 && !all.includes(number) ? [`${number} is missing`] : [],
    ),
    ...all.filter((number, at) => all.indexOf(number) !== at).map((number) => `${number} stands twice`),
    ...all.filter((number) => !LEVEL_OF.has(number)).map((number) => `${number} is none`),
    ...rows.flatMap(({ numbers: [number], state, how, shownBy }) => [
      ...(STATES.some((known) => known === state) ? [] : [`${number} is "${state}"`]),
      ...((state === 'met' || state === 'in part') && pathsIn(shownBy).length === 0
        ? [`${number} is shown by nothing`]
        : []),
      ...(how.trim().length < 8 ? [`${number} says nothing`] : []),
      ...pathsIn(how + shownBy).flatMap((path) =>
        existsSync(new URL(path, ROOT)) ? [] : [`${number} names ${path}, which is not there`],
      ),
    ]),
  ]
}

/** What of `node:crypto` takes an algorithm by its name, as its first argument. */
const NAMED: readonly string[] = [
  ...['createHash', 'createHmac', 'createCipheriv', 'createDecipheriv', 'hkdfSync', 'hash'],
  'generateKeyPairSync',
]
/** The key says which: `null` stands where others would name one. */
const BY_KEY: readonly string[] = ['sign', 'verify']
/** One algorithm by its own name, and what names none. */
const OTHERS: readonly string[] = [
  ...['scryptSync', 'randomBytes', 'randomFillSync', 'timingSafeEqual', 'KeyObject'],
  ...['createSecretKey', 'createPublicKey', 'createPrivateKey'],
]
const IMPORT = /import (type )?([^'"]*?) from ['"](?:node:)?crypto['"]/g
/** Of sessions and page loads: the package names it. */
const OF_TOKENS = /\balgorithms?: \[?'([^']+)'/g

/** @returns algorithms that are asked for, and what cannot be told by reading. */
function cryptographyIn({ path, text }: SourceFile): { uses: readonly string[]; unclear: readonly string[] } {
  const code = codeOf(text)
  const uses = [...code.matchAll(OF_TOKENS)].map(([, name = '']) => name)
  const unclear: string[] = []
  for (const [, isType, clause = ''] of code.matchAll(IMPORT)) {
    if (isType !== undefined) continue
    const names = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1]
    if (names === undefined) unclear.push(`${path} imports all of it`)
    for (const each of (names ?? '').split(',').map((name) => name.trim())) {
      if (each === '' || each.startsWith('type ')) continue
      const [name = '', alias = name] = each.split(' as ')
      if (name === 'scryptSync') uses.push(name)
      if (OTHERS.includes(name)) continue
      if (!NAMED.includes(name) && !BY_KEY.includes(name)) unclear.push(`${path} imports ${name}`)
      for (const [, argument = ''] of code.matchAll(new RegExp(`(?<![.\\w])${alias}\\(\\s*([^,)]*)`, 'g'))) {
        const literal = /^'([^']+)'$/.exec(argument.trim())?.[1]
        if (BY_KEY.includes(name) ? argument.trim() === 'null' : literal !== undefined)
          uses.push(literal ?? '')
        else unclear.push(`${path} calls ${alias}(${argument.trim()})`)
      }
    }
  }
  if (/\b(?:webcrypto|subtle)\b/.test(code)) unclear.push(`${path} asks a browser's cryptography`)
  return { uses: uses.filter((name) => name !== ''), unclear }
}

/** Packages that would bring a cryptography of their own. */
const OWN_CRYPTOGRAPHY =
  /crypt|cipher|sodium|nacl|forge|noble|elliptic|\bjose\b|sjcl|argon|\bsha|md5|\baes|blake|pbkdf|\brsa|jsrsa|hmac/i

describe('the checklist of ASVS 5.0', () => {
  it('has every requirement of levels 1 and 2 once, each with a state and what shows it', () => {
    expect([...LEVEL_OF.values()].filter((level) => level < 3)).to.have.length(253)
    expect(LEVEL_OF.size).to.equal(345)
    expect(problemsIn(TEXT)).to.deep.equal([])
  })

  it('counts itself', () => {
    const rows = rowsIn(TEXT)
    const count = (state: string) =>
      rows
        .filter((row) => row.state === state)
        .flatMap(({ numbers }) => numbers)
        .filter((number) => (LEVEL_OF.get(number) ?? 3) < 3).length
    const said = STATES.map((state) => `${count(state)} ${state}`).join(', ')
    expect(TEXT).to.contain(said)
  })

  it('would show what is missing, doubled, unknown, or shown by nothing', () => {
    const row = (cells: string) => TEXT.replace(/^\| 1\.1\.1 \|.*$/m, cells)
    expect(problemsIn(row(''))).to.deep.equal(['1.1.1 is missing'])
    expect(problemsIn(row('| 1.1.1, 1.1.2 | met | as it is | `test/asvs.test.ts` |'))).to.deep.equal([
      '1.1.2 stands twice',
    ])
    expect(problemsIn(row('| 1.1.1 | done | as it is | – |'))).to.deep.equal(['1.1.1 is "done"'])
    expect(problemsIn(row('| 1.1.1 | met | as it is | – |'))).to.deep.equal(['1.1.1 is shown by nothing'])
    expect(problemsIn(row('| 1.1.1 | met | as it is | `test/none.test.ts` |'))).to.deep.equal([
      '1.1.1 names test/none.test.ts, which is not there',
    ])
  })

  it('names every algorithm that the code asks for, and the code names each where it asks', () => {
    const section = TEXT.slice(TEXT.indexOf('## Cryptography'), TEXT.indexOf('## What is logged where'))
    const found = ['server', 'src'].flatMap((folder) => sourceFiles(folder)).map(cryptographyIn)
    const used = new Set(found.flatMap(({ uses }) => uses))
    expect([...used]).to.include.members(['sha256', 'aes-256-gcm', 'ed25519', 'scryptSync', 'RS256', 'HS256'])
    expect([...used].filter((name) => !section.includes(`\`${name}\``))).to.deep.equal([])
    expect(found.flatMap(({ unclear }) => unclear)).to.deep.equal([])
  })

  it('would show an algorithm that is named nowhere, or cannot be read', () => {
    const read = (text: string) => cryptographyIn({ path: 'server/x.ts', text })
    const taking = (names: string, code: string) => read(`import { ${names} } from 'node:crypto'\n${code}`)
    expect(taking('hash as digest', "digest('md5', bytes)").uses).to.deep.equal(['md5'])
    expect(read("jwt.verify(token, key, { algorithms: ['ES256'] })").uses).to.deep.equal(['ES256'])
    for (const { unclear } of [
      taking('createHash', 'createHash(weak)'),
      taking('sign', "sign('sha1', text, key)"),
      taking('createECDH', ''),
      read("import crypto from 'crypto'"),
      read("import * as crypto from 'node:crypto'"),
      read("await crypto.subtle.digest('SHA-1', bytes)"),
    ])
      expect(unclear).to.have.length(1)
    expect(taking('sign, type KeyObject', 'sign(null, text, key); keys.sign(accountId)')).to.deep.equal({
      uses: [],
      unclear: [],
    })
  })

  it('counts every key and secret of the configuration, and says where each is and how it is exchanged', () => {
    const page = readFileSync(new URL('docs/security.md', ROOT), 'utf8')
    const section = page.slice(
      page.indexOf('## Keys and secrets'),
      page.indexOf('## What the server connects to'),
    )
    // One that is read from a file, or is the one before, is the same secret.
    const named = CONFIG_VARIABLES.map((name) => name.replace(/_(?:FILE|BEFORE)$/, ''))
    const secret = [...new Set(named)].filter((name) => /SECRET|KEY|TOKEN|HEADERS|PASS|DATABASE/.test(name))
    expect(secret.length).to.be.greaterThan(10)
    const isThere = (name: string) => [name, `${name}_FILE`].some((each) => section.includes(`\`${each}\``))
    expect(secret.filter((name) => !isThere(name))).to.deep.equal([])
    const files = ['master.key', 'master.keys', 'session.keys', 'checkpoint.key', 'connection.json', 'keys/']
    expect(files.filter((name) => !section.includes(`\`${name}\``))).to.deep.equal([])
  })

  it('ships no package with a cryptography of its own beside that of Node', () => {
    const { packages } = z
      .object({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) })
      .parse(JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8')))
    const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true)
    expect(shipped.length).to.be.greaterThan(80)
    expect(shipped.map(([path]) => path).filter((path) => OWN_CRYPTOGRAPHY.test(path))).to.deep.equal([])
    for (const name of ['crypto-js', 'tweetnacl', '@noble/curves', 'node-forge', 'bcryptjs', 'jose'])
      expect(name).to.match(OWN_CRYPTOGRAPHY)
  })

  it('finds a way to sign out in every frame that a session opens: navigation, closed door, where nobody is known, foot of the sidebar', () => {
    const frames = sourceFiles('src').filter(({ text }) => /<SignOut(?:Button)? \/>/.test(codeOf(text)))
    expect(frames.map(({ path }) => path)).to.deep.equal([
      'src/console/app.tsx',
      'src/console/parts/navigation.tsx',
      'src/console/screens/closed-door.tsx',
      'src/sidebar/shortcuts.tsx',
    ])
  })

  describe('beside it', () => {
    let desk: Harness
    before(async () => {
      desk = await startHarness()
    })
    after(() => desk.stop())

    it('TRACE brings nothing back', async () => {
      const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
        const asked = request(
          `${desk.origin}/livez`,
          { method: 'TRACE', headers: { 'x-secret': 'abc123' } },
          (response) => {
            let text = ''
            response.on('data', (piece: Buffer) => {
              text += piece.toString('utf8')
            })
            response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
          },
        )
        asked.on('error', reject).end()
      })
      expect(answer.status).to.equal(404)
      expect(answer.text).to.not.contain('abc123')
    })
  })
})

/** Beside the browser's tests, which see what is shown and not what is held behind it. */
describe('a sidebar whose session has ended', () => {
  /** Whatever else is asked of it, it does nothing. */
  const idle = (own: object): unknown =>
    new Proxy(own, { get: (target, name) => Reflect.get(target, name) ?? (() => () => undefined) })
  const TICKET = {
    ...{ id: '1', subject: 'A refund', tags: [], unfit: [], facets: {} },
    requester: { id: '21', name: 'Maria Keller', locale: null },
  }
  async function endedAs(how: SessionEnd) {
    let end: (how: SessionEnd) => void = () => undefined
    const page = {
      onEnded(tell: typeof end) {
        end = tell
        return () => undefined
      },
    }
    const companion = idle({
      page,
      openTicket: async () => ticketView(),
      me: () => Promise.reject(new Error()),
    })
    const desk = createDesk(
      idle({
        helpdesk: idle({ readTicket: async () => TICKET }),
        companion,
        words: idle({ say: () => '' }),
        typedWords: () => 'typed by the agent',
        loadReading: () => Promise.reject(new Error()),
      }) as Tools,
    )
    await desk.open()
    expect(desk.get()).to.deep.include({ stage: 'open', ticket: TICKET })
    end(how)
    return desk.get()
  }

  for (const how of ['signed_out', 'ended', 'lapsed'] as const)
    it(`holds nothing of the ticket, and what was typed only where its time ran out: ${how}`, async () => {
      expect(await endedAs(how)).to.deep.equal({
        ...OPENING,
        stage: 'signed_out',
        trouble: { kind: 'signed_out', code: 'SESSION_EXPIRED' },
        typed: how === 'lapsed' ? 'typed by the agent' : '',
      })
    })
})
