/** Reports of drills: parsed when they are read back, and as a page that stands alone. */
import { z } from 'zod'
import { DRILL_ENDS, DRILL_STEPS, type DrillReport } from '../../src/domain/drill.ts'
import { Fault } from '../../src/domain/fault.ts'

const first = z.strictObject({
  format: z.literal('vouch-incident-drill/v1'),
  incidentId: z.string(),
  at: z.string(),
  really: z.boolean(),
  steps: z.array(z.strictObject({ step: z.enum(DRILL_STEPS), ms: z.number() })),
  drafts: z.number(),
  entries: z.number(),
  met: z.strictObject({ seenWithin1s: z.boolean(), reportWithin60s: z.boolean() }),
})
const second = first.extend({
  format: z.literal('vouch-incident-drill/v2'),
  ended: z.enum(DRILL_ENDS),
  lifted: z.boolean(),
  drafts: z.number().nullable(),
  entries: z.number().nullable(),
})
/** The first format knew only drills that ran to their end. */
const stored = z.union([
  second,
  first.transform(
    (report): DrillReport => ({
      ...report,
      ...{ format: 'vouch-incident-drill/v2', ended: 'done', lifted: true },
    }),
  ),
])

function readReport(text: string): DrillReport | null {
  try {
    const read = stored.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** @throws Fault `STORE_UNAVAILABLE` where it cannot be read: that a drill was run must not go unseen. */
export function parseDrillReport(text: string): DrillReport {
  const report = readReport(text)
  if (report === null) throw new Fault('STORE_UNAVAILABLE', 'the report of a drill cannot be read')
  return report
}

/** Those that can be read: where one that cannot only makes the next drill due earlier. */
export function readableReports(texts: readonly string[]): readonly DrillReport[] {
  return texts.map(readReport).filter((report) => report !== null)
}

const ENDED: Readonly<Record<DrillReport['ended'], string>> = {
  done: 'It ran to its end.',
  not_seen: 'It was ended: no server saw the stop in time.',
  too_slow: 'It was ended: it took too long.',
  interrupted: 'It was interrupted.',
  failed: 'It failed.',
}

/** For a folder of evidence. */
export function drillHtml(report: DrillReport): string {
  const { at, really, steps, ended, lifted, drafts, entries, met, incidentId } = report
  const rows = steps.map(({ step, ms }) => `<tr><td>${step}</td><td>${ms} ms</td></tr>`).join('')
  const yes = (value: boolean) => (value ? 'yes' : 'NO')
  const read =
    drafts === null || entries === null
      ? 'The affected people were not counted.'
      : `Read ${entries} entries of the audit log, ${drafts} drafts in the last 30 days.`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Incident drill ${at}</title>
<style>body{font:16px/1.5 system-ui;max-width:44em;margin:3em auto;padding:0 1em}td{padding:.2em 1em .2em 0}</style>
<h1>Incident drill</h1><p>${at} · ${incidentId} · drafting ${really ? 'was' : 'was not'} really stopped</p>
<p>${ENDED[ended]} ${lifted ? 'What it stopped is lifted.' : 'WHAT IT STOPPED IS STILL STOPPED.'}</p>
<table>${rows}</table><p>${read}</p>
<p>Stop seen within 1 s: ${yes(met.seenWithin1s)}. Report within 60 s: ${yes(met.reportWithin60s)}.</p></html>
`
}
