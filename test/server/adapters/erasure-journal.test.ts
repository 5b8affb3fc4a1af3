import { appendFileSync, chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { erasureJournal } from '../../../server/adapters/erasure-journal.ts'
import type { JournalLine } from '../../../server/privacy/index.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const line = (erasureId: string): JournalLine => ({
  ...{ v: 1, erasureId, requesterRef: `ref-${erasureId}`, caseId: null, at: '2026-11-20T09:00:00.000Z' },
  ...{ source: 'compliance', actorRef: 'pseudonym', keepsConsent: false, deadInHelpdesk: false },
  marks: [{ mark: 'm', kind: 'person', notAfter: '2026-11-20T09:00:00.000Z' }],
})

describe('the journal of erasures', () => {
  const setUp = () => {
    const [keys, folder] = [tempKeyring(), join(tempFolder(), 'erasures')]
    const open = () => erasureJournal(folder, keys)
    return { folder, keys, open, file: join(folder, 'acme.journal') }
  }

  it('gives back what was appended, also after a restart, for its owner alone', () => {
    const { open, file } = setUp()
    expect(open().lines('acme')).to.deep.equal([])
    for (const id of ['a', 'b', 'c']) open().append('acme', line(id))
    expect(open().lines('acme')).to.deep.equal(['a', 'b', 'c'].map(line))
    expect(open().lines('other')).to.deep.equal([])
    expect(statSync(file).mode & 0o777).to.equal(0o600)
  })

  it('drops a line that a crash cut off, and goes on behind the last whole one', () => {
    const { open, file } = setUp()
    open().append('acme', line('a'))
    const whole = readFileSync(file, 'utf8')
    open().append('acme', line('b'))
    const cut = readFileSync(file, 'utf8')
    for (let end = whole.length; end < cut.length; end += 7) {
      writeFileSync(file, cut.slice(0, end))
      expect(open().lines('acme'), `cut at ${end}`).to.deep.equal([line('a')])
      open().append('acme', line('c'))
      expect(open().lines('acme')).to.deep.equal([line('a'), line('c')])
    }
  })

  const TAMPERED: Record<string, (text: string) => string> = {
    'a line is changed': (text) => text.replace('ref-a', 'ref-z'),
    'a line is left out': (text) => text.split('\n').slice(1).join('\n'),
    'two lines change places': (text) => {
      const [one = '', two = '', ...rest] = text.split('\n')
      return [two, one, ...rest].join('\n')
    },
    'a line is repeated': (text) => `${text}${text.split('\n')[2]}\n`,
    'a line is added by another hand': (text) =>
      `${text}{"line":${JSON.stringify(line('x'))},"mac":"AAAA"}\n`,
    'a line is no JSON': (text) => text.replace('{"line"', 'line'),
    'a member is added': (text) => text.replace('"v":1', '"v":1,"note":"x"'),
  }
  for (const [name, change] of Object.entries(TAMPERED))
    it(`is refused when ${name}`, async () => {
      const { open, file } = setUp()
      for (const id of ['a', 'b', 'c']) open().append('acme', line(id))
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, change(text))
      expect(await faultFrom(() => open().lines('acme'))).to.equal('ERASURE_JOURNAL_BROKEN')
      const after = readFileSync(file, 'utf8')
      expect(await faultFrom(() => open().append('acme', line('d')))).to.equal('ERASURE_JOURNAL_BROKEN')
      expect(readFileSync(file, 'utf8')).to.equal(after)
      writeFileSync(file, text)
      expect(open().lines('acme')).to.have.length(3)
    })

  it('belongs to its installation', async () => {
    const { open, folder } = setUp()
    open().append('acme', line('a'))
    expect(await faultFrom(() => erasureJournal(folder, tempKeyring()).lines('acme'))).to.equal(
      'ERASURE_JOURNAL_BROKEN',
    )
  })

  it('says so when it cannot be written', async () => {
    const { keys } = setUp()
    const file = join(tempFolder(), 'file')
    appendFileSync(file, 'x')
    chmodSync(file, 0o600)
    expect(
      await faultFrom(() => erasureJournal(join(file, 'erasures'), keys).append('acme', line('a'))),
    ).to.equal('STORE_UNAVAILABLE')
  })
})
