import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type MetricsSettings, readMetrics } from '../../server/metrics-config.ts'
import { tempFolder } from '../support/temp-folder.ts'

function read(given: MetricsSettings) {
  const problems: string[] = []
  return { config: readMetrics(given, problems), problems: problems.map((text) => text.split(':')[0]) }
}

function fileOf(text: string): string {
  const file = join(tempFolder(), 'token')
  writeFileSync(file, text)
  return file
}

describe('where figures are served', () => {
  it('is nowhere until a port is named, and then on this machine alone', () => {
    expect(read({})).to.deep.equal({ config: null, problems: [] })
    const { config, problems } = read({ VOUCH_METRICS_PORT: '9464' })
    expect([config?.host, config?.port, config?.token(), problems]).to.deep.equal([
      '127.0.0.1',
      9464,
      null,
      [],
    ])
  })

  it('is open to other machines with a token only, which nothing writes down', () => {
    const open = { VOUCH_METRICS_PORT: '9464', VOUCH_METRICS_HOST: '0.0.0.0' }
    expect(read(open).problems).to.deep.equal(['VOUCH_METRICS_TOKEN_FILE'])
    const token = 'a token of at least 24 letters'
    const { config, problems } = read({ ...open, VOUCH_METRICS_TOKEN_FILE: fileOf(`${token}\n`) })
    expect([config?.token(), problems]).to.deep.equal([token, []])
    expect(JSON.stringify(config)).to.not.include(token)
    for (const file of [fileOf('too short'), '/nowhere/at/all'])
      expect(read({ ...open, VOUCH_METRICS_TOKEN_FILE: file }).problems).to.deep.equal([
        'VOUCH_METRICS_TOKEN_FILE',
      ])
  })

  it('takes a new token from the file at the next question, and keeps the last one that was a token', () => {
    const file = fileOf('a token of at least 24 letters')
    const { config } = read({ VOUCH_METRICS_PORT: '9464', VOUCH_METRICS_TOKEN_FILE: file })
    writeFileSync(file, 'another token of 24 letters\n')
    expect(config?.token()).to.equal('another token of 24 letters')
    writeFileSync(file, 'short')
    expect(config?.token()).to.equal('another token of 24 letters')
  })

  it('needs a port that is one', () => {
    for (const port of ['x', '-1', '70000', '1.5'])
      expect(read({ VOUCH_METRICS_PORT: port }).problems, port).to.deep.equal(['VOUCH_METRICS_PORT'])
  })
})
