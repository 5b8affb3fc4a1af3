import { createHash, sign as ed25519, generateKeyPairSync } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { folderSink } from '../../../server/adapters/bundle-folder.ts'
import { checkpointFiles } from '../../../server/adapters/checkpoint-files.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import {
  canonicalJson,
  cosignatureLine,
  cosignedText,
  createCheckpoints,
  type NoteSigner,
  parseTrustPolicy,
  signNote,
  verifierKeyText,
  verifierOf,
  witnessKeyText,
} from '../../../server/audit/index.ts'
import { type BundleSource, verifyBundle, writeBundle } from '../../../server/bundle/index.ts'
import { parseStoredScope, scopeHashOf } from '../../../server/tickets/index.ts'
import { exitCodeOf } from '../../../src/domain/audit-report.ts'
import { Fault } from '../../../src/domain/fault.ts'
import {
  type BundleGround,
  bundleGround,
  copied,
  exported,
  insider,
  linesOf,
  putLines,
  repacked,
  rewritten,
  secondVerifier,
  shredded,
  vouch,
} from '../../support/bundle-ground.ts'
import { dice } from '../../support/dice.ts'
import { REQUESTER } from '../../support/drafting-desk.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { handOn, openStoreOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Tampering {
  /** What is done to the folder. */
  readonly act: (folder: string) => void
  readonly code: 2 | 3 | 4
  /** One of the findings, by name; of a 3 what is missing. */
  readonly says?: string
  /** Which bundle is taken. */
  readonly of?: 'sealed' | 'open' | 'range'
  /** Only with the checkpoint that the reader kept. */
  readonly kept?: true
}

describe('a bundle', () => {
  let ground: BundleGround
  const bundles: Record<string, string> = {}
  let owner: NoteSigner
  const stranger: NoteSigner = { name: 'vouch/acme', privateKey: generateKeyPairSync('ed25519').privateKey }

  before(async () => {
    ground = await bundleGround()
    owner = insider(ground)
    bundles.sealed = await exported(ground)
    bundles.open = await exported(ground, 'open', '--payloads', 'open')
    bundles.range = await exported(ground, 'range', '--from', '3', '--to', '12')
  })

  const edit = (folder: string, name: string, change: (text: string) => string) => {
    const path = join(folder, name)
    const before = readFileSync(path, 'utf8')
    const after = change(before)
    if (before === after) throw new Error(`nothing was changed in ${name}`)
    writeFileSync(path, after)
  }
  const swapLines = (folder: string, name: string, a: number, b: number) => {
    const lines = linesOf(folder, name)
    const [first = '', second = ''] = [lines[a], lines[b]]
    lines[a] = second
    lines[b] = first
    putLines(folder, name, lines)
  }
  const without = (folder: string, name: string, at: number) =>
    putLines(
      folder,
      name,
      linesOf(folder, name).filter((_, place) => place !== at),
    )
  const payloadLine = (folder: string, at: number) => JSON.parse(linesOf(folder, 'payloads.jsonl')[at] ?? '')
  /** Another's words under this entry's number. */
  const exchanged = (folder: string) => {
    const [first, second] = [payloadLine(folder, 0), payloadLine(folder, 1)]
    putLines(folder, 'payloads.jsonl', [
      canonicalJson({ ...second, index: first.index }),
      canonicalJson({ ...first, index: second.index }),
      ...linesOf(folder, 'payloads.jsonl').slice(2),
    ])
  }
  const receipt = (folder: string, change: (line: { receipt: Record<string, unknown> }) => object) => {
    const [first = '', ...rest] = linesOf(folder, 'receipts.jsonl')
    putLines(folder, 'receipts.jsonl', [canonicalJson(change(JSON.parse(first))), ...rest])
  }
  const sign = (folder: string) => repacked(folder, owner)
  const entries = (folder: string) => linesOf(folder, 'entries.jsonl')

  const TAMPERINGS: Record<string, Tampering> = {
    // Whoever gets hold of the bundle on its way.
    'an entry changed': {
      act: (at) => edit(at, 'entries.jsonl', (text) => text.replace('"allow"', '"refuse"')),
      code: 2,
      says: 'FILE_CHANGED',
    },
    'an entry dropped': { act: (at) => without(at, 'entries.jsonl', 4), code: 2, says: 'FILE_CHANGED' },
    'an entry inserted': {
      act: (at) => putLines(at, 'entries.jsonl', entries(at).toSpliced(3, 0, entries(at)[2] ?? '')),
      code: 2,
      says: 'FILE_CHANGED',
    },
    'two entries exchanged': {
      act: (at) => swapLines(at, 'entries.jsonl', 3, 4),
      code: 2,
      says: 'FILE_CHANGED',
    },
    'the tail cut off': {
      act: (at) => putLines(at, 'entries.jsonl', entries(at).slice(0, -3)),
      code: 2,
      says: 'FILE_CHANGED',
    },
    'the last byte cut off': {
      act: (at) =>
        truncateSync(join(at, 'entries.jsonl'), readFileSync(join(at, 'entries.jsonl')).length - 1),
      code: 2,
      says: 'FILE_CHANGED',
    },
    'the sealed words of two entries exchanged': { act: exchanged, code: 2, says: 'FILE_CHANGED' },
    'a receipt dropped': { act: (at) => without(at, 'receipts.jsonl', 0), code: 2, says: 'FILE_CHANGED' },
    'a file dropped': { act: (at) => rmSync(join(at, 'payloads.jsonl')), code: 2, says: 'FILE_MISSING' },
    'a file added': {
      act: (at) => writeFileSync(join(at, 'readme.txt'), 'all is well'),
      code: 2,
      says: 'FILE_UNEXPECTED',
    },
    'a huge file in place of the entries': {
      act: (at) => truncateSync(join(at, 'entries.jsonl'), 2 ** 36),
      code: 2,
      says: 'FILE_CHANGED',
    },
    'a digest in the manifest changed': {
      act: (at) =>
        edit(at, 'manifest.json', (text) =>
          text.replace(/"sha256":"(.)/, (_, digit) => `"sha256":"${digit === '0' ? '1' : '0'}`),
        ),
      code: 2,
      says: 'MANIFEST_SIGNATURE_INVALID',
    },
    'the moment in the manifest changed': {
      act: (at) => edit(at, 'manifest.json', (text) => text.replace(/"made":"\d{4}/, '"made":"2025')),
      code: 2,
      says: 'MANIFEST_SIGNATURE_INVALID',
    },
    'the checkpoint of an earlier day': {
      act: (at) => copyFileSync(ground.earlier, join(at, 'checkpoint')),
      code: 2,
      says: 'FILE_CHANGED',
    },
    'the key in the policy exchanged, all signed anew': {
      act: (at) => {
        const text = readFileSync(join(at, 'checkpoint'), 'utf8').split('\n\n')[0] ?? ''
        writeFileSync(join(at, 'checkpoint'), signNote(`${text}\n`, stranger))
        writeFileSync(join(at, 'policy.txt'), `log ${verifierKeyText(verifierOf(stranger))}\nquorum none\n`)
        repacked(at, stranger)
      },
      code: 2,
      says: 'CHECKPOINT_SIGNATURE_INVALID',
    },
    'the manifest signed by another key': {
      act: (at) => repacked(at, stranger),
      code: 2,
      says: 'MANIFEST_SIGNATURE_INVALID',
    },
    'a folder in it': { act: (at) => mkdirSync(join(at, 'more')), code: 4 },
    'a link in place of a file': {
      act: (at) => {
        renameSync(join(at, 'checkpoint'), join(at, '..', 'elsewhere'))
        symlinkSync(join(at, '..', 'elsewhere'), join(at, 'checkpoint'))
      },
      code: 4,
    },
    'the manifest gone': { act: (at) => rmSync(join(at, 'manifest.json')), code: 4 },
    'the manifest of another version': {
      act: (at) => edit(at, 'manifest.json', (text) => text.replace('bundle/v1', 'bundle/v9')),
      code: 4,
    },

    // Whoever has the keys of the installation, and signs the list of files anew.
    'an entry changed, the list signed anew': {
      act: (at) => {
        edit(at, 'entries.jsonl', (text) => text.replace('"allow"', '"refuse"'))
        sign(at)
      },
      code: 2,
      says: 'ENTRY_CHANGED',
    },
    'an entry in another spelling': {
      act: (at) => {
        edit(at, 'entries.jsonl', (text) => text.replace('{"actor":', '{ "actor":'))
        sign(at)
      },
      code: 2,
      says: 'ENTRY_CHANGED',
    },
    'a member twice in an entry': {
      act: (at) => {
        edit(at, 'entries.jsonl', (text) => text.replace('"decision":', '"decision":"x","decision":'))
        sign(at)
      },
      code: 2,
      says: 'ENTRY_CHANGED',
    },
    'a number given twice': {
      act: (at) => {
        edit(at, 'entries.jsonl', (text) => text.replace('"index":5,', '"index":4,'))
        sign(at)
      },
      code: 2,
      says: 'ENTRY_OUT_OF_ORDER',
    },
    'an entry dropped, the list signed anew': {
      act: (at) => {
        without(at, 'entries.jsonl', 4)
        sign(at)
      },
      code: 2,
      says: 'ENTRY_MISSING',
    },
    'the last entries dropped, the list signed anew': {
      act: (at) => {
        putLines(at, 'entries.jsonl', entries(at).slice(0, -1))
        sign(at)
      },
      code: 2,
      says: 'ENTRY_MISSING',
    },
    'the last entry changed, the list signed anew': {
      act: (at) => {
        const lines = entries(at)
        putLines(at, 'entries.jsonl', [
          ...lines.slice(0, -1),
          (lines.at(-1) ?? '').replace('erased', 'kept00'),
        ])
        sign(at)
      },
      code: 2,
      says: 'CHECKPOINT_MISMATCH',
    },
    'the checkpoint of another log': {
      act: (at) => {
        const text = readFileSync(join(at, 'checkpoint'), 'utf8').split('\n\n')[0] ?? ''
        writeFileSync(
          join(at, 'checkpoint'),
          signNote(`${text.replace('vouch/acme', 'vouch/other')}\n`, { ...owner, name: 'vouch/other' }),
        )
        sign(at)
      },
      code: 2,
      says: 'CHECKPOINT_SIGNATURE_INVALID',
    },
    'one bit of the signature': {
      act: (at) => {
        edit(at, 'checkpoint', (text) =>
          text.replace(/(.)(=*\n)$/, (_, digit, end) => `${digit === 'A' ? 'B' : 'A'}${end}`),
        )
        edit(at, 'checkpoint', (text) =>
          text.replace(
            /( [A-Za-z0-9+/]{20})(.)/,
            (_, start, digit) => `${start}${digit === 'A' ? 'B' : 'A'}`,
          ),
        )
        sign(at)
      },
      code: 2,
      says: 'CHECKPOINT_SIGNATURE_INVALID',
    },
    'sealed words dropped without a word': {
      act: (at) => {
        without(at, 'payloads.jsonl', 1)
        sign(at)
      },
      code: 2,
      says: 'PAYLOAD_MISSING',
    },
    'all sealed words dropped, and said to be left out': {
      act: (at) => {
        rmSync(join(at, 'payloads.jsonl'))
        repacked(at, owner, { payloads: 'none' })
      },
      code: 3,
      says: 'PAYLOADS_LEFT_OUT',
    },
    'sealed words under another key': {
      act: (at) => {
        const [first, ...rest] = linesOf(at, 'payloads.jsonl')
        const line = JSON.parse(first ?? '')
        putLines(at, 'payloads.jsonl', [canonicalJson({ ...line, kid: '0'.repeat(32) }), ...rest])
        sign(at)
      },
      code: 2,
      says: 'PAYLOAD_CHANGED',
    },
    'sealed words for an entry that has none': {
      act: (at) => {
        const [first, ...rest] = linesOf(at, 'payloads.jsonl')
        putLines(at, 'payloads.jsonl', [
          canonicalJson({ ...JSON.parse(first ?? ''), index: 0 }),
          first ?? '',
          ...rest,
        ])
        sign(at)
      },
      code: 2,
      says: 'PAYLOAD_UNEXPECTED',
    },
    'opened words exchanged between two entries': {
      of: 'open',
      act: (at) => {
        exchanged(at)
        sign(at)
      },
      code: 2,
      says: 'PAYLOAD_CHANGED',
    },
    'opened words changed': {
      of: 'open',
      act: (at) => {
        const [first = '', ...rest] = linesOf(at, 'payloads.jsonl')
        const line = JSON.parse(first)
        putLines(at, 'payloads.jsonl', [
          canonicalJson({ ...line, value: { ...line.value, ticket: '0' } }),
          ...rest,
        ])
        sign(at)
      },
      code: 2,
      says: 'PAYLOAD_CHANGED',
    },
    'a receipt changed': {
      act: (at) => {
        receipt(at, (line) => ({ ...line, receipt: { ...line.receipt, action: 'search' } }))
        sign(at)
      },
      code: 2,
      says: 'RECEIPT_CHANGED',
    },
    'a receipt dropped, the list signed anew': {
      act: (at) => {
        without(at, 'receipts.jsonl', 0)
        sign(at)
      },
      code: 2,
      says: 'RECEIPT_MISSING',
    },
    'a receipt signed by nobody': {
      act: (at) => {
        receipt(at, (line) => ({ ...line, signature: Buffer.alloc(64, 7).toString('base64') }))
        sign(at)
      },
      code: 2,
      says: 'SIGNATURE_INVALID',
    },
    'a receipt for an entry that decided nothing': {
      act: (at) => {
        receipt(at, (line) => ({ ...line, index: 0 }))
        sign(at)
      },
      code: 2,
      says: 'RECEIPT_MISSING',
    },
    'the scope of a decision changed': {
      act: (at) => {
        edit(at, 'scopes.jsonl', (text) => text.replace('"draft"', '"graft"'))
        sign(at)
      },
      code: 2,
      says: 'EVIDENCE_MISSING',
    },
    'the articles of a decision dropped': {
      act: (at) => {
        putLines(at, 'snapshots.jsonl', [])
        sign(at)
      },
      code: 2,
      says: 'EVIDENCE_MISSING',
    },
    'the subtrees of what was left out changed': {
      of: 'range',
      act: (at) => {
        const { range } = JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8'))
        repacked(at, owner, { range: { ...range, before: range.before.toReversed() } })
      },
      code: 2,
      says: 'CHECKPOINT_MISMATCH',
    },
    'sealed words emptied': {
      act: (at) => {
        const [first, ...rest] = linesOf(at, 'payloads.jsonl')
        putLines(at, 'payloads.jsonl', [canonicalJson({ ...JSON.parse(first ?? ''), sealed: '' }), ...rest])
        sign(at)
      },
      code: 2,
      says: 'PAYLOAD_CHANGED',
    },
    'sealed words in a spelling that only some decoders take': {
      act: (at) => {
        edit(at, 'payloads.jsonl', (text) => text.replace(/"sealed":"./, '"sealed":"'))
        sign(at)
      },
      code: 4,
    },
    'a blank in the key that opened words are checked with': {
      of: 'open',
      act: (at) => {
        edit(at, 'payloads.jsonl', (text) => text.replace(/"commitKey":"../, '$& '))
        sign(at)
      },
      code: 4,
    },
    'articles that are packed in another way': {
      act: (at) => {
        edit(at, 'snapshots.jsonl', (text) => text.replace(/("body":".{80})..../, '$1AAAA'))
        sign(at)
      },
      code: 2,
      says: 'EVIDENCE_MISSING',
    },
    'words that are said to be opened kept shut': {
      act: (at) => repacked(at, owner, { payloads: 'open' }),
      code: 3,
      says: 'PAYLOADS_LEFT_OUT',
    },
    'opened words that say two things': {
      of: 'open',
      act: (at) => {
        edit(at, 'payloads.jsonl', (text) => text.replace('"value":{', '"value":{"ticket":"0",'))
        sign(at)
      },
      code: 4,
    },
    'entries with their members in another order': {
      act: (at) =>
        rewritten(at, owner, entries(at), (entry) =>
          JSON.stringify(Object.fromEntries(Object.entries(entry).reverse())),
        ),
      code: 2,
      says: 'ENTRY_CHANGED',
    },
    'the last line without its end': {
      act: (at) => {
        edit(at, 'payloads.jsonl', (text) => text.slice(0, -1))
        sign(at)
      },
      code: 4,
    },
    'a range given twice in the manifest': {
      act: (at) => {
        edit(at, 'manifest.json', (text) => text.replace('"range":', '"range":{"from":0},"range":'))
        const digest = createHash('sha256')
          .update(readFileSync(join(at, 'manifest.json')))
          .digest('hex')
        writeFileSync(
          join(at, 'manifest.note'),
          signNote(`vouch-audit-bundle/v1\nvouch/acme\n${digest}\n`, owner),
        )
      },
      code: 4,
    },
    'a line that is no JSON': {
      act: (at) => {
        edit(at, 'receipts.jsonl', (text) => text.replace('{', '['))
        sign(at)
      },
      code: 4,
    },

    // Whoever has the keys and makes everything fit: only what lies elsewhere tells.
    'the whole log written anew': {
      act: (at) =>
        rewritten(
          at,
          owner,
          entries(at).map((line) => line.replace('"opened"', '"closed"')),
        ),
      code: 2,
      says: 'OLDER_CHECKPOINT_DIFFERS',
      kept: true,
    },
    'the store rolled back together with its checkpoint': {
      act: (at) => {
        for (const name of ['payloads.jsonl', 'receipts.jsonl']) putLines(at, name, [])
        rewritten(at, owner, entries(at).slice(0, 5))
      },
      code: 2,
      says: 'OLDER_CHECKPOINT_DIFFERS',
      kept: true,
    },
    'the log of a second server that went on from a copy': {
      act: (at) => {
        const [first = '', second = '', third = '', ...rest] = entries(at)
        rewritten(at, owner, [first, third, second, ...rest])
      },
      code: 2,
      says: 'OLDER_CHECKPOINT_DIFFERS',
      kept: true,
    },
  }

  it('of a real run is intact and complete, for both who check it', async () => {
    for (const name of ['sealed', 'open']) {
      const { code, out } = await vouch(
        'verify',
        '--bundle',
        bundles[name] ?? '',
        '--key',
        ground.key,
        '--json',
      )
      const report = JSON.parse(out)
      expect({ code, integrity: report.integrity, completeness: report.completeness }, out).to.deep.equal({
        code: 0,
        integrity: 'intact',
        completeness: 'complete',
      })
      expect(report.payloads).to.deep.equal({
        ok: name === 'open' ? 4 : 0,
        sealed: name === 'open' ? 0 : 4,
        shredded: 1,
        missing: 0,
      })
      expect(report.decisions).to.deep.equal({ receipts: 2, removed: 0, recomputed: 1 })
      const [second] = secondVerifier([bundles[name] ?? ''], '--key', ground.key)
      expect(second).to.deep.include({ code: 0, rootHash: report.rootHash, payloads: report.payloads })
    }
  })

  it('is caught however it is tampered with, by both who check it', async () => {
    const rows = Object.entries(TAMPERINGS)
    expect(rows.length).to.be.greaterThan(40)
    const done = rows.map(([name, row]) => {
      const folder = copied(bundles[row.of ?? 'sealed'] ?? '')
      row.act(folder)
      return { name, row, folder }
    })
    const wrong: string[] = []
    for (const { name, row, folder } of done) {
      const args = [
        '--bundle',
        folder,
        '--key',
        ground.key,
        ...(row.kept ? ['--checkpoint', ground.earlier] : []),
      ]
      const { code, out } = await vouch('verify', ...args, '--json')
      if (code !== row.code || (row.says !== undefined && !out.includes(row.says)))
        wrong.push(`${name}: ${code} ${out}`)
      // The same with nothing kept elsewhere: that is what the copies are for.
      if (row.kept && (await vouch('verify', '--bundle', folder, '--key', ground.key)).code !== 0)
        wrong.push(`${name}: seen without a kept checkpoint`)
    }
    for (const kept of [false, true]) {
      const some = done.filter(({ row }) => (row.kept === true) === kept)
      const verdicts = secondVerifier(
        some.map(({ folder }) => folder),
        ...['--key', ground.key],
        ...(kept ? ['--checkpoint', ground.earlier] : []),
      )
      for (const [at, { name, row }] of some.entries())
        if (verdicts[at]?.code !== row.code) wrong.push(`second, ${name}: ${JSON.stringify(verdicts[at])}`)
    }
    expect(wrong).to.deep.equal([])
  })

  it('is caught with any one bit flipped', async () => {
    const folder = bundles.open ?? ''
    const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]))
    const places = [...files].flatMap(([name, bytes]) => Array.from(bytes, (_, at) => ({ name, at })))
    const policy = parseTrustPolicy(`log ${readFileSync(ground.key, 'utf8')}quorum none\n`)
    const roll = dice(5)
    const lost: string[] = []
    const sourceOf = (changed: string, bytes: Buffer): BundleSource => ({
      names: async () => [...files.keys()],
      bytes: async (name) => files.get(name)?.length ?? 0,
      async *chunks(name) {
        yield name === changed ? bytes : (files.get(name) ?? Buffer.alloc(0))
      },
    })
    const rules = { parseScope: parseStoredScope, scopeHash: scopeHashOf }
    const codeOf = (source: BundleSource) =>
      verifyBundle(rules, source, { policy, older: null }).then(exitCodeOf, (error: unknown) =>
        error instanceof Fault && error.code === 'SOURCE_UNREADABLE' ? 4 : `${error}`,
      )
    expect(await codeOf(sourceOf('', Buffer.alloc(0)))).to.equal(0)
    for (let flips = 0; flips < 2_000; flips += 1) {
      const { name, at } = roll.oneOf(places)
      const bytes = Buffer.from(files.get(name) ?? [])
      const bit = roll.below(8)
      bytes[at] = (bytes[at] as number) ^ (1 << bit)
      const code = await codeOf(sourceOf(name, bytes))
      if (code !== 2 && code !== 4) lost.push(`${name} byte ${at} bit ${bit}: ${code}`)
    }
    expect(lost).to.deep.equal([])
  })

  it('tells what was left out from what was tampered with', async () => {
    const none = await exported(ground, 'none', '--payloads', 'none')
    const cases: readonly [string, readonly string[], number, string][] = [
      [bundles.range ?? '', ['--key', ground.key], 3, 'START_LEFT_OUT'],
      [bundles.range ?? '', ['--key', ground.key], 3, 'END_LEFT_OUT'],
      [none, ['--key', ground.key], 3, 'PAYLOADS_LEFT_OUT'],
      [bundles.sealed ?? '', [], 3, 'KEY_NOT_TRUSTED'],
      [
        bundles.range ?? '',
        ['--key', ground.key, '--checkpoint', ground.earlier],
        3,
        'OLDER_CHECKPOINT_UNCHECKED',
      ],
    ]
    for (const [bundle, args, code, says] of cases) {
      const ran = await vouch('verify', '--bundle', bundle, ...args, '--json')
      expect(ran.code, says).to.equal(code)
      expect(JSON.parse(ran.out)).to.include({ integrity: 'intact', completeness: 'incomplete' })
      expect(ran.out).to.include(says)
      expect(secondVerifier([bundle], ...args)[0]?.code, says).to.equal(code)
    }
    const words = await vouch('verify', '--bundle', bundles.range ?? '', '--key', ground.key)
    expect(words.out).to.include('integrity INTACT, entries 3 to 11').and.to.include('INCOMPLETE')
  })

  it('holds no words that the store holds no more as they were sealed, and is then not whole', async () => {
    const { dataDir } = await bundleGround()
    const database = handOn(dataDir)
    const [first, second] = database.prepare('select idx, sealed from audit_payload order by idx').all() as {
      idx: number
      sealed: string
    }[]
    database.prepare('update audit_payload set sealed = ? where idx = ?').run(second?.sealed, first?.idx)
    database.close()
    for (const payloads of ['sealed', 'open']) {
      const bundle = await exported({ ...ground, dataDir }, payloads, '--payloads', payloads)
      const { code, out } = await vouch(
        'verify',
        '--bundle',
        bundle,
        '--key',
        verifierKeyText(verifierOf(insider({ ...ground, dataDir }))),
        '--json',
      )
      expect([code, JSON.parse(out).tampered], payloads).to.deep.equal([
        2,
        [{ code: 'PAYLOAD_MISSING', index: first?.idx, file: null }],
      ])
    }
  })

  it('spells a receipt in the one way, however the store spells it', async () => {
    const { dataDir } = await bundleGround()
    const before = await exported({ ...ground, dataDir }, 'before')
    const database = handOn(dataDir)
    const changed = database.prepare(`update decision set receipt = replace(receipt, '":', '": ')`).run()
    database.close()
    expect(changed.changes).to.be.greaterThan(0)
    const after = await exported({ ...ground, dataDir }, 'after')
    const receipts = (folder: string) => readFileSync(join(folder, 'receipts.jsonl'), 'utf8')
    expect(receipts(before).split('\n').length).to.be.greaterThan(2)
    expect(receipts(after)).to.equal(receipts(before))
  })

  it('is not made while somebody is erased: it would look tampered with', async () => {
    const { dataDir } = await bundleGround()
    const [keys, signer] = [openKeyring(dataDir), insider({ ...ground, dataDir })]
    const store = await openStoreOf(dataDir)
    const { transact } = store
    const checkpoints = createCheckpoints({ transact, shelf: checkpointFiles(dataDir), signer: () => signer })
    let pauses = 0
    const pause = async () => {
      pauses += 1
    }
    const pack = async (folder: string) => {
      const checkpoint = (await checkpoints.anchor('acme'))?.note ?? ''
      const order = { accountId: 'acme', made: '2026-11-20T09:00:00.000Z', checkpoint, from: null, to: null }
      await writeBundle(
        { transact, keys, signer, witnesses: [], pause },
        { ...order, payloads: 'sealed', older: null, rotations: [] },
        await folderSink(folder),
      )
    }
    await checkpoints.sign('acme')
    await shredded(dataDir, REQUESTER)
    const [early, late] = [join(tempFolder(), 'early'), join(tempFolder(), 'late')]
    expect(await faultFrom(() => pack(early))).to.equal('CONFLICT')
    expect(readdirSync(early)).to.not.include('manifest.note')
    await checkpoints.sign('acme')
    const before = pauses
    await pack(late)
    // Whoever else is served has a turn, however short the log.
    expect(pauses).to.be.greaterThan(before)
    await store.close()
    const { code, out } = await vouch(
      'verify',
      '--bundle',
      late,
      '--key',
      verifierKeyText(verifierOf(signer)),
      '--json',
    )
    expect([code, JSON.parse(out).payloads]).to.deep.equal([0, { ok: 0, sealed: 0, shredded: 5, missing: 0 }])
  })

  it('proves that it continues a checkpoint that the reader kept, also without the entries of then', async () => {
    const late = await exported(ground, 'late', '--from', '9999', '--since', ground.earlier)
    const args = ['--key', ground.key, '--checkpoint', ground.earlier]
    const ran = await vouch('verify', '--bundle', late, ...args, '--json')
    expect(ran.out).to.not.include('OLDER_CHECKPOINT')
    expect([ran.code, secondVerifier([late], ...args)[0]?.code]).to.deep.equal([3, 3])
    const lying = copied(late)
    edit(lying, 'consistency.txt', (text) =>
      text.split('\n').toReversed().join('\n').trimStart().concat('\n'),
    )
    repacked(lying, owner)
    const lied = await vouch('verify', '--bundle', lying, ...args, '--json')
    expect(lied.out).to.include('OLDER_CHECKPOINT_DIFFERS')
    expect([lied.code, secondVerifier([lying], ...args)[0]?.code]).to.deep.equal([2, 2])
  })

  it('needs as many witnesses as the reader asks for', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const { rawPublicKey } = verifierOf({ name: 'w', privateKey })
    const witness = { name: 'witness.example/w', rawPublicKey }
    const file = join(tempFolder(), 'policy.txt')
    const log = readFileSync(ground.key, 'utf8')
    writeFileSync(file, `log ${log}witness w ${witnessKeyText(witness)}\nquorum w\n`)
    const bundle = copied(bundles.sealed ?? '')
    const before = await vouch('verify', '--bundle', bundle, '--policy', file, '--json')
    expect([before.code, before.out.includes('WITNESS_QUORUM_MISSING')]).to.deep.equal([3, true])
    const note = readFileSync(join(bundle, 'checkpoint'), 'utf8')
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
    const seen = 1_700_000_000n
    const cosigned = cosignatureLine(witness, seen, ed25519(null, cosignedText(text, seen), privateKey))
    writeFileSync(join(bundle, 'checkpoint'), note + cosigned)
    repacked(bundle, owner)
    const after = await vouch('verify', '--bundle', bundle, '--policy', file, '--json')
    expect([after.code, JSON.parse(after.out).witnesses]).to.deep.equal([0, ['w']])
    expect(secondVerifier([bundle], '--policy', file)[0]?.code).to.equal(0)
  })
})
