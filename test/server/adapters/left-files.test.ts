import { linkSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { removeLeftFiles } from '../../../server/adapters/left-files.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const HEX = '0123456789ab'
const BEGUN = [
  `session.keys.${HEX}.new`,
  `keys/epoch-2026-11.key.${HEX}.new`,
  `audit/acme.checkpoint.${HEX}.new`,
  `audit/cosigned/acme.checkpoint.${HEX}.new`,
  'audit/bundles/00000000-0000-7000-8000-000000000001/entries.jsonl',
]
const WHOLE = [
  'session.keys',
  'keys/epoch-2026-11.key',
  'audit/acme.checkpoint',
  'exports/00000000-0000-7000-8000-000000000001.package.new',
  'audit/notes.new',
]

describe('what a server that was killed had begun to write', () => {
  let folder: string
  beforeEach(() => {
    folder = tempFolder()
    for (const below of [
      'keys',
      'audit/cosigned',
      'audit/bundles/00000000-0000-7000-8000-000000000001',
      'exports',
    ])
      mkdirSync(join(folder, below), { recursive: true })
    for (const name of [...BEGUN, ...WHOLE]) writeFileSync(join(folder, name), name)
    age(performance.timeOrigin / 1000 - 60)
  })

  function age(seconds: number): void {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      utimesSync(join(folder, name), seconds, seconds)
  }
  const there = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))

  it('goes when nobody else is there who could be writing it, and nothing else goes', async () => {
    expect(await removeLeftFiles(folder, true)).to.equal(BEGUN.length)
    expect(there().filter((name) => BEGUN.includes(name))).to.deep.equal([])
    expect(there()).to.include.members(WHOLE)
    expect(readdirSync(join(folder, 'audit/bundles'))).to.deep.equal([])
    expect(await removeLeftFiles(folder, true)).to.equal(0)
  })

  it('stays while this very process could be writing it', async () => {
    age(Date.now() / 1000)
    expect(await removeLeftFiles(folder, true)).to.equal(0)
    expect(there()).to.include.members(BEGUN)
  })

  it('stays for a day while another server could be writing it', async () => {
    age(Date.now() / 1000 - 23 * 3600)
    expect(await removeLeftFiles(folder, false)).to.equal(0)
    age(Date.now() / 1000 - 25 * 3600)
    expect(await removeLeftFiles(folder, false)).to.equal(BEGUN.length)
  })

  it('leaves the key alone that it is another name of', async () => {
    const [key, begun] = [
      join(folder, 'keys/epoch-2026-12.key'),
      join(folder, `keys/epoch-2026-12.key.${HEX}.new`),
    ]
    writeFileSync(begun, 'the key of the month')
    linkSync(begun, key)
    age(performance.timeOrigin / 1000 - 60)
    await removeLeftFiles(folder, true)
    expect(readFileSync(key, 'utf8')).to.equal('the key of the month')
  })

  it('is nothing where there is no folder yet', async () => {
    expect(await removeLeftFiles(join(folder, 'nowhere'), true)).to.equal(0)
  })
})
