import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { runSeveralServers } from '../support/several-servers.ts'
import { POSTGRES } from '../support/test-database.ts'

describe('several servers', () => {
  if (POSTGRES === null)
    it('share a PostgreSQL: tested where one runs', () => expect(POSTGRES).to.equal(null))
  else
    it('lose and double nothing that was acknowledged, though each is killed in turn', async function () {
      this.timeout(300_000)
      // Until the load has gone on by so much: whatever the machine's speed.
      const pause = async (acknowledged: () => number) => {
        const from = acknowledged()
        while (acknowledged() < from + 12) await wait(20)
      }
      const { lost, doubled, gaps, verdict, acknowledged } = await runSeveralServers({
        servers: 3,
        agents: 6,
        kills: 3,
        pause,
      })
      expect({ lost, doubled, gaps, verdict }).to.deep.equal({
        lost: 0,
        doubled: 0,
        gaps: 0,
        verdict: 'intact',
      })
      expect(acknowledged).to.be.greaterThan(80)
    })
})
