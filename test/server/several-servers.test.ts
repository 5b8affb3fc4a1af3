import { expect } from 'chai'
import { NOTHING_WRONG, runSeveralServers, untilMore, wrongIn } from '../support/several-servers.ts'
import { POSTGRES } from '../support/test-database.ts'

describe('several servers', () => {
  if (POSTGRES === null)
    it('share a PostgreSQL: tested where one runs', () => expect(POSTGRES).to.equal(null))
  else
    it('lose and double nothing that was acknowledged, though each is killed in turn', async function () {
      this.timeout(300_000)
      const pause = (acknowledged: () => number) => untilMore(acknowledged, 12)
      const report = await runSeveralServers({
        servers: 3,
        agents: 6,
        readsAMinute: 200,
        kills: 3,
        monthEndsAfterMs: 5_000,
        pause,
      })
      expect(wrongIn(report)).to.deep.equal(NOTHING_WRONG)
      for (const { kind, acknowledged } of report.kinds) expect(acknowledged, kind).to.be.greaterThan(0)
      expect(report.restarts).to.have.length(3)
      expect(report.ledger.people.after).to.be.greaterThan(0)
    })
})
