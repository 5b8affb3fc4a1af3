/** Runs drills one at a time, reads their reports back, and ends the one that runs before the server does. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { type DrillReport, type DrillsView, drillDueOn } from '../../src/domain/drill.ts'
import { Fault } from '../../src/domain/fault.ts'
import { type DrillGiven, runDrill } from './drill.ts'
import { drillHtml, parseDrillReport } from './drill-report.ts'
import type { IncidentRows } from './incident-desk.ts'

export interface DrillDesk {
  /** @throws Fault `CONFLICT` while another one runs. */
  run(agent: Agent, really: boolean): Promise<DrillReport>
  /** Resolves when the one that runs has lifted what it pulled. */
  stop(): Promise<void>
}

export function createDrillDesk(given: DrillGiven): DrillDesk {
  const stopping = new AbortController()
  let running: Promise<DrillReport> | null = null
  return {
    async run(agent, really) {
      if (running !== null) throw new Fault('CONFLICT', 'another drill is under way')
      if (stopping.signal.aborted) throw new Fault('NOT_READY', 'this server is being stopped')
      const made = runDrill(given, agent, { really, signal: stopping.signal })
      running = made
      try {
        return await made
      } finally {
        running = null
      }
    },
    async stop() {
      stopping.abort()
      await running?.catch(() => undefined)
    },
  }
}

export async function readDrills(tx: IncidentRows, accountId: AccountId): Promise<DrillsView> {
  const drills = (await tx.drillReports(accountId)).map(parseDrillReport)
  return { drills, dueOn: drillDueOn(drills) }
}

/** @throws Fault `NOT_FOUND`. */
export async function readDrillPage(
  tx: IncidentRows,
  accountId: AccountId,
  incidentId: string,
): Promise<string> {
  const { drills } = await readDrills(tx, accountId)
  const drill = drills.find((each) => each.incidentId === incidentId)
  if (drill === undefined) throw new Fault('NOT_FOUND', 'there is no such drill')
  return drillHtml(drill)
}
