import { Writable } from 'node:stream'
import { expect } from 'chai'
import { createLog, errorFields, type LogFields } from '../../server/log.ts'
import { Fault } from '../../src/domain/fault.ts'
import { codeOf, sourceFiles } from '../support/source-files.ts'

const SECRET = 'maria.keller@example.com'
/** This file, as the engine calls it: by its own name, or by that of the program that all tests of a run are. */
const HERE = /[^/\s]+(?=:\d+:\d+\)?$)/m.exec(new Error().stack ?? '')?.[0] ?? 'nowhere'

function recorder(level = 'info') {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'))
      done()
    },
  })
  return {
    log: createLog(level, stream),
    output: () => lines.join(''),
    entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}

function inDeepCode(message: string): Error {
  return new Error(message)
}

/** Errors that quote what a person wrote, in each place that an error has. */
const QUOTING: Record<string, () => unknown> = {
  'its message': () => inDeepCode(`no user ${SECRET}`),
  'a second line of its message': () => inDeepCode(`bad input\nfrom ${SECRET}`),
  'a line of its message that looks like a place': () => inDeepCode(`bad\n    at ${SECRET}`),
  'a line of its message that looks like a place with line and column': () =>
    inDeepCode(`bad\n    at send (${SECRET}:1:2)`),
  'its cause': () => new Error('bad', { cause: inDeepCode(SECRET) }),
  'the cause of a fault': () =>
    new Fault('STORE_UNAVAILABLE', 'a sealed value does not open', inDeepCode(SECRET)),
  'the detail of a fault': () => new Fault('BAD_REQUEST', 'not valid', undefined, { value: SECRET }),
  'a property': () => Object.assign(inDeepCode('bad'), { body: SECRET, path: [SECRET] }),
  'its collected errors': () => new AggregateError([inDeepCode(SECRET)], SECRET),
  'a message set later': () => Object.assign(inDeepCode(`bad\n    at ${SECRET}:1:2`), { message: 'other' }),
  'a thrown text': () => SECRET,
  'a thrown object': () => ({ message: SECRET, toString: () => SECRET }),
}

describe('the log', () => {
  it('writes the fields that it knows', () => {
    const { log, entries } = recorder()
    const fields: LogFields = {
      requestId: 'r1',
      method: 'GET',
      route: '/api/v1/tickets/:ticketId',
      status: 200,
      ms: 1.5,
      code: 'NOT_FOUND',
      accountId: 'acme',
      count: 3,
    }
    log.info('request', fields)
    const [{ timestamp, ...rest } = {}] = entries()
    expect(rest).to.deep.equal({ level: 'info', message: 'request', ...fields })
    // In UTC, wherever it runs.
    expect(String(timestamp)).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(Date.parse(String(timestamp))).to.be.closeTo(Date.now(), 60_000)
  })

  it('writes no field that it does not know, however it is handed in', () => {
    const { log, output } = recorder()
    const sly = {
      requestId: 'r1',
      body: SECRET,
      message: SECRET,
      url: `/c/${SECRET}`,
      email: SECRET,
      stack: SECRET,
      toJSON: () => SECRET,
      [Symbol('splat')]: [SECRET],
    } as LogFields
    for (const level of ['info', 'warn', 'error'] as const) log[level]('request', sly)
    expect(output()).not.to.include(SECRET)
    expect(output().match(/"requestId":"r1"/g)).to.have.length(3)
  })

  for (const [name, make] of Object.entries(QUOTING))
    it(`writes nothing of an error that quotes a person in ${name}`, () => {
      const { log, output, entries } = recorder()
      log.error('unexpected', errorFields(make()))
      expect(output()).not.to.include(SECRET)
      expect(output()).not.to.include('maria')
      expect(entries()[0]).to.have.property('error')
    })

  it('says what kind of error it was and where, for whoever has to find it', () => {
    const { log, entries } = recorder()
    log.error('unexpected', errorFields(new TypeError(`no user ${SECRET}`)))
    const [entry] = entries()
    expect(entry).to.include({ error: 'TypeError' })
    expect(entry?.at).to.match(new RegExp(`${HERE}:\\d+:\\d+`))
  })

  it("keeps a fault's own message, which holds no text of people", () => {
    const { log, entries } = recorder()
    log.error('fault', errorFields(new Fault('AUDIT_UNAVAILABLE', 'cannot append to the audit log')))
    expect(entries()[0]).to.include({ error: 'Fault: cannot append to the audit log' })
  })

  it('says the code of an engine or the system, and nothing that only stands in the place of one', () => {
    const codeOf = (code: unknown) => errorFields(Object.assign(new Error(`no ${SECRET}`), { code })).error
    for (const code of ['53100', '25006', 'ECONNREFUSED', 'SQLITE_FULL'])
      expect(codeOf(code)).to.equal(`Error (${code})`)
    for (const code of [SECRET, 'maria', 'Keller', '', 53100, undefined])
      expect(codeOf(code), String(code)).to.equal('Error')
  })

  it('leaves out what is below its level', () => {
    const { log, entries } = recorder('warn')
    log.info('request')
    log.warn('fault')
    log.error('unexpected')
    expect(entries().map(({ message }) => message)).to.deep.equal(['fault', 'unexpected'])
  })

  it('goes to standard output and nowhere else, and nothing but it speaks while the server runs', () => {
    const SPEAKS =
      /(?<![./\w])console\s*[.[]|\bprocess\.(?:stdout|stderr|emitWarning|report)\b|\bwinston\b|\b(?:appendFile|createWriteStream)/
    // What a command prints is what it was asked for.
    const files = ['server', 'src'].flatMap((folder) => sourceFiles(folder))
    const running = files.filter(({ path }) => !/^server\/(?:cli|bin)\//.test(path))
    expect(running.length).to.be.greaterThan(500)
    const speaking = running.filter(({ text }) => SPEAKS.test(codeOf(text)))
    expect(speaking.map(({ path }) => path)).to.deep.equal(['server/log.ts'])
    const places = [...(speaking[0]?.text ?? '').matchAll(/\btransports\.(\w+)/g)].map(([, place]) => place)
    // The second is where a test reads it.
    expect(places).to.deep.equal(['Console', 'Stream'])
    for (const line of [
      'console.log(1)',
      "console['log'](1)",
      'process.stderr.write(x)',
      'appendFileSync(a, b)',
    ])
      expect(line).to.match(SPEAKS)
  })
})
