import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { Fault } from '../../src/domain/fault.ts'
import { loadContent, personalValues, type SampleTicket } from '../../workbench/content/content.ts'

const FOLDER = new URL('../../workbench/content/', import.meta.url)
const content = loadContent()
const ticketText = (ticket: SampleTicket) =>
  [ticket.subject, ...ticket.comments.map((comment) => comment.body)].join('\n')

describe('the personal values of the sample', () => {
  it('stand in the sample, each of them', () => {
    const everything = content.tickets.map(ticketText).join('\n')
    const users = content.users.flatMap((user) => [user.name, user.email, user.phone])
    for (const value of personalValues()) {
      expect(users.includes(value) || everything.includes(value), value).to.equal(true)
    }
  })

  it('include every requester and everything in the texts that looks like an address or an account', () => {
    const values = personalValues()
    for (const { requester_id } of content.tickets) {
      const requester = content.users.find((user) => user.id === requester_id)
      expect(values).to.include(requester?.name).and.to.include(requester?.email)
    }
    const patterns =
      /[\w.+-]+@example\.\w+|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}(?: ?\d{1,3})?|\+44 7700 900\d{3}|\b0\d{2,4} \d{4,}(?: \d{3})?/g
    const found = content.tickets.flatMap((ticket) => ticketText(ticket).match(patterns) ?? [])
    expect(found.length).to.be.at.least(7)
    for (const one of found) expect(values, one).to.include(one)
  })

  it('are no names of our own staff, which may stand in an audit entry as ids only', () => {
    const staff = content.users.filter((user) => user.role !== 'end-user').map((user) => user.name)
    for (const name of staff) expect(personalValues()).to.not.include(name)
  })
})

describe('broken sample content', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vouch-content-'))
    cpSync(fileURLToPath(FOLDER), folder, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const root = () => pathToFileURL(`${folder}/`)
  const edit = (file: string, from: RegExp | string, to: string) => {
    const before = readFileSync(join(folder, file), 'utf8')
    const after = before.replace(from, to)
    expect(after).to.not.equal(before)
    writeFileSync(join(folder, file), after)
  }

  it('is not reported where nothing is broken', () => {
    expect(loadContent(root()).articles).to.have.length(content.articles.length)
  })

  const CASES: Readonly<Record<string, readonly [() => void, string]>> = {
    'a file is missing': [() => rmSync(join(folder, 'tickets.json')), 'cannot read tickets.json'],
    'a body is missing': [
      () => rmSync(join(folder, 'articles/de/boot-care.html')),
      'cannot read articles/de/boot-care.html',
    ],
    'a file is not JSON': [() => edit('help-center.json', '{', ''), 'help-center.json is not JSON'],
    'an id is a text': [() => edit('help-center.json', /"id": (\d+)/, '"id": "$1"'), 'user_segments.0.id'],
    'a translation is missing': [
      () => edit('help-center.json', /"de": \{\s*"name"/, '"fr": {"name"'),
      'categories.0.translations',
    ],
    'a body lies outside the folder': [
      () => edit('help-center.json', /articles\/de\/[a-z-]+\.html/, 'articles/de/../../tickets.json'),
      'body_file',
    ],
    'a comment does not say whether it is public': [
      () => edit('tickets.json', /"public": true,/, ''),
      'tickets.0.comments.0.public',
    ],
    'a field is unknown': [
      () => edit('tickets.json', '"subject"', '"password": "x", "subject"'),
      'unrecognized',
    ],
  }
  for (const [name, [breakIt, reason]] of Object.entries(CASES)) {
    it(`is named, and none of it is loaded, when ${name}`, () => {
      breakIt()
      expect(() => loadContent(root()))
        .to.throw(Fault, reason)
        .with.property('code', 'SOURCE_UNREADABLE')
    })
  }
})
