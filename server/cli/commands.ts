/** The commands by name. Each is read when it is asked for: the help, and a word that is none, need none of them. */
import type { Terminal } from './main.ts'

export interface Surroundings {
  readonly terminal: Terminal
  /** Without the account that was connected in the folder that is meant: for what looks for it itself. */
  readonly unconnected: Terminal
}

/** @returns the exit code. */
type Command = (args: readonly string[], around: Surroundings) => Promise<number>

export const COMMANDS: Readonly<Record<string, Command>> = {
  start: async (args, { unconnected }) => (await import('./start.ts')).runStart(args, unconnected),
  setup: async (args, { unconnected }) => (await import('./setup.ts')).runSetUp(args, unconnected),
  doctor: async (args, { terminal }) => (await import('./doctor.ts')).runDoctor(args, terminal),
  'migrate-store': async (args, { terminal }) =>
    (await import('./migrate-store.ts')).runMigrateStore(args, terminal),
  database: async (args, { terminal }) => (await import('./database.ts')).runDatabase(args, terminal),
  sync: async (args, { terminal }) => (await import('./sync.ts')).runSync(args, terminal),
  backup: async (args, { terminal }) => (await import('./backup.ts')).runBackup(args, terminal),
  clock: async (args, { terminal }) => (await import('./clock.ts')).runClock(args, terminal),
  restore: async (args, { terminal }) => (await import('./restore.ts')).runRestore(args, terminal),
  verify: async (args, { terminal }) => (await import('./verify.ts')).runVerify(args, terminal),
  audit: async (args, { terminal }) => (await import('./audit.ts')).runAudit(args, terminal),
  keys: async (args, { terminal }) => (await import('./keys.ts')).runKeys(args, terminal),
  report: async (args, { terminal }) => (await import('./report.ts')).runReport(args, terminal),
  request: async (args, { terminal }) => (await import('./request.ts')).runRequest(args, terminal),
  requester: async (args, { terminal }) => (await import('./requester.ts')).runRequester(args, terminal),
  scope: async (args, { terminal }) => (await import('./scope.ts')).runScope(args, terminal),
  budget: async (args, { terminal }) => (await import('./budget.ts')).runBudget(args, terminal),
  trial: async (args, { terminal }) => (await import('./trial.ts')).runTrial(args, terminal),
  simulate: async (args, { terminal }) => (await import('./simulate.ts')).runSimulate(args, terminal),
  evidence: async (args, { terminal }) => (await import('./evidence.ts')).runEvidence(args, terminal),
  incident: async (args, { terminal }) => (await import('./incident.ts')).runIncident(args, terminal),
  'stop-drafting': async (args, { terminal }) =>
    (await import('./stop-drafting.ts')).runStopDrafting(args, terminal),
  docs: async (args, { terminal }) => (await import('./docs.ts')).runDocs(args, terminal.out),
  eval: async (args, { terminal }) => {
    const { evaluate } = await import('./eval-surroundings.ts')
    return evaluate(args, terminal.out)
  },
}
