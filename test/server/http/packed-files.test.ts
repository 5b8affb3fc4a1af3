import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import express from 'express'
import { packedFiles } from '../../../server/http/packed-files.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const SCRIPT = 'export const words = "words words words words words words words words"\n'.repeat(40)

describe('the pages’ files', () => {
  let dir: string
  let server: Server
  before(async () => {
    dir = tempFolder()
    writeFileSync(join(dir, 'page.js'), SCRIPT)
    writeFileSync(join(dir, 'page.css'), 'p { color: red }')
    writeFileSync(join(dir, 'page.txt'), 'text')
    server = express().use('/app', packedFiles(dir), express.static(dir)).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => {
    server.close()
    server.closeAllConnections()
  })

  async function ask(path: string, headers: Record<string, string>) {
    const { port } = server.address() as AddressInfo
    const [answer] = (await once(get({ port, path, headers, host: '127.0.0.1' }), 'response')) as [
      IncomingMessage,
    ]
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    return { status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }
  }
  const GZIP = { 'accept-encoding': 'gzip, br' }

  it('come packed to who can unpack them, with their type, and say that it depends', async () => {
    const { headers, bytes } = await ask('/app/page.js', GZIP)
    expect(headers['content-encoding']).to.equal('gzip')
    expect(headers['content-type']).to.match(/^text\/javascript/)
    expect(headers.vary).to.equal('Accept-Encoding')
    expect(bytes.length).to.be.lessThan(SCRIPT.length / 5)
    expect(gunzipSync(bytes).toString()).to.equal(SCRIPT)
    expect((await ask('/app/page.css', GZIP)).headers['content-type']).to.match(/^text\/css/)
  })

  it('come as they are to everybody else, and say that it depends', async () => {
    for (const headers of [{}, { 'accept-encoding': 'br' }, { 'accept-encoding': 'gzip;q=0' }]) {
      const answer = await ask('/app/page.js', headers)
      expect(answer.headers['content-encoding']).to.equal(undefined)
      expect(answer.headers.vary).to.equal('Accept-Encoding')
      expect(answer.bytes.toString()).to.equal(SCRIPT)
    }
  })

  it('are not sent again to who has them', async () => {
    const { headers } = await ask('/app/page.js', GZIP)
    const again = await ask('/app/page.js', { ...GZIP, 'if-none-match': String(headers.etag) })
    expect([again.status, again.bytes.length]).to.deep.equal([304, 0])
  })

  it('are packed anew when they have changed', async () => {
    await ask('/app/page.css', GZIP)
    writeFileSync(join(dir, 'page.css'), 'p { color: green; margin: 0 }')
    expect(gunzipSync((await ask('/app/page.css', GZIP)).bytes).toString()).to.contain('green')
  })

  for (const path of [
    '/app/none.js',
    '/app/page.txt',
    '/app/..%2fpage.js',
    '/app/%2e%2e/page.js',
    '/app/.js',
  ])
    it(`packs nothing at ${path}`, async () => {
      const { headers } = await ask(path, GZIP)
      expect(headers['content-encoding']).to.equal(undefined)
    })
})
