import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { openHelpCenter } from '../../../server/adapters/help-center.ts'
import { faultFrom } from '../../support/fault-from.ts'

describe('a help center on the network', () => {
  for (const halted of [true, false])
    it(`is ${halted ? 'not asked at all' : 'asked'} while the kill switch lets ${halted ? 'nothing' : 'everything'} leave`, async () => {
      let asked = 0
      const server = createServer((_request, response) => {
        asked += 1
        response.writeHead(404).end()
      }).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as AddressInfo
      const source = openHelpCenter({ origin: `http://127.0.0.1:${port}`, locales: ['en-us'] }, () => halted)
      const signal = new AbortController().signal
      const read = async () => {
        for await (const item of source.read(signal, null)) if (item.kind === 'end') break
      }
      if (halted) expect(await faultFrom(read)).to.equal('EGRESS_REFUSED')
      else await read().then(undefined, () => undefined)
      server.close()
      expect(asked > 0).to.equal(!halted)
    })
})
