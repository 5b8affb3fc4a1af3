import { request } from 'node:http'
import { expect } from 'chai'
import { openMetricsDoor } from '../../../server/adapters/metrics-door.ts'
import { faultFrom } from '../../support/fault-from.ts'

const TOKEN = 'a token of at least 24 letters'

async function asked(port: number, path: string, init: RequestInit = {}) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
  return { status: answer.status, text: await answer.text() }
}

describe('the door of figures', () => {
  it('answers one address, read anew each time', async () => {
    let reads = 0
    const door = await openMetricsDoor({ host: '127.0.0.1', port: 0, token: () => null }, async () => {
      reads += 1
      return `reads ${reads}\n`
    })
    expect(await asked(door.port, '/metrics')).to.deep.equal({ status: 200, text: 'reads 1\n' })
    for (const path of ['/', '/metrics/', '/metrics?x=1', '/livez'])
      expect((await asked(door.port, path)).status, path).to.equal(404)
    expect((await asked(door.port, '/metrics', { method: 'POST' })).status).to.equal(404)
    expect(reads).to.equal(1)
    await door.close()
  })

  it('reads nothing for a page whose name leads to this machine', async () => {
    let reads = 0
    const read = async () => {
      reads += 1
      return 'figures'
    }
    const door = await openMetricsDoor({ host: '127.0.0.1', port: 0, token: () => null }, read)
    const under = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { host, connection: 'close' }
        const sent = request({ port: door.port, host: '127.0.0.1', path: '/metrics', headers }, (answer) => {
          answer.resume()
          resolve(answer.statusCode ?? 0)
        })
        sent.on('error', reject)
        sent.end()
      })
    for (const host of ['evil.example', `evil.example:${door.port}`, 'localhost.evil.example', '10.0.0.1'])
      expect(await under(host), host).to.equal(421)
    expect(reads).to.equal(0)
    for (const host of ['localhost', `127.0.0.1:${door.port}`, '[::1]:9464'])
      expect(await under(host), host).to.equal(200)
    await door.close()
  })

  it('reads nothing for somebody without the token', async () => {
    let reads = 0
    const door = await openMetricsDoor({ host: '127.0.0.1', port: 0, token: () => TOKEN }, async () => {
      reads += 1
      return 'figures'
    })
    for (const authorization of [undefined, TOKEN, `Bearer ${TOKEN}x`, 'Bearer ', `Basic ${TOKEN}`])
      expect(
        await asked(door.port, '/metrics', authorization === undefined ? {} : { headers: { authorization } }),
      ).to.deep.equal({ status: 401, text: '' })
    expect(reads).to.equal(0)
    const authorization = `Bearer ${TOKEN}`
    expect((await asked(door.port, '/metrics', { headers: { authorization } })).text).to.equal('figures')
    await door.close()
  })

  it('says that it cannot tell, and not why, when the store does not answer', async () => {
    const door = await openMetricsDoor({ host: '127.0.0.1', port: 0, token: () => null }, () =>
      Promise.reject(new Error('a secret')),
    )
    expect(await asked(door.port, '/metrics')).to.deep.equal({ status: 503, text: '' })
    const again = () =>
      openMetricsDoor({ host: '127.0.0.1', port: door.port, token: () => null }, async () => '')
    expect(await faultFrom(again)).to.equal('CONFIG_INVALID')
    await door.close()
  })
})
